/** Tells from real time and the share that is done how long the rest will take. */
export interface Estimate {
  /** Share of the whole, 0..1; returns seconds, or undefined as long as there is nothing to go by. */
  left(share: number): number | undefined;
}

/**
 * Starts to measure at the first share it is told, so that what a resumed run did before does not count.
 * @param now milliseconds
 */
export function createEstimate(now: () => number = () => performance.now()): Estimate {
  let start: { readonly time: number; readonly share: number } | undefined;
  return {
    left(share) {
      start ??= { time: now(), share };
      const done = share - start.share;
      const seconds = (now() - start.time) / 1000;
      return done <= 0 || seconds <= 0 ? undefined : (seconds * (1 - share)) / done;
    },
  };
}
