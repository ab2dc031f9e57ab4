/** When work that is done again and again may be done next, so that on average it stays within a share of one core. */
export interface Pace {
  /** Seconds until it may be done; 0 where it may be done now, as at first. */
  wait(): number;
  /** It has just been done, and took these seconds of CPU. */
  spent(cpu: number): void;
}

/**
 * @param share of a core, 0..1
 * @param now milliseconds
 */
export function createPace(share: number, now: () => number = () => performance.now()): Pace {
  let next = -Infinity;
  return {
    wait: () => Math.max(0, next - now()) / 1000,
    spent(cpu) {
      next = now() + (1000 * cpu) / share;
    },
  };
}
