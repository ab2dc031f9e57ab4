/** When work that is done again and again may be done next, so that on average it stays within a share of one core. */
export interface Pace {
  /** Seconds until it may be done; 0 where it may be done now, as at first. */
  wait(): number;
  /** It has just been done, and took these seconds of CPU. */
  spent(cpu: number): void;
}

export interface PaceOptions {
  /** Of a core, 0..1. */
  readonly share: number;
  /** Seconds of CPU that may be spent at once after a pause: what is done for the first time takes longer. Default: 0. */
  readonly burst?: number;
  /** Milliseconds. */
  readonly now?: () => number;
}

/** A leaky bucket, kept as the time at which it will be empty. */
export function createPace({ share, burst = 0, now = () => performance.now() }: PaceOptions): Pace {
  let empty = -Infinity;
  return {
    wait: () => Math.max(0, (empty - now()) / 1000 - burst / share),
    spent(cpu) {
      empty = Math.max(empty, now()) + (1000 * cpu) / share;
    },
  };
}
