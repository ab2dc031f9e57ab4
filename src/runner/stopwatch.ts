/** Sums the real time spent in one kind of call. Every call is timed: calls differ too much to estimate the sum from some of them. */
export interface Stopwatch {
  /** Returns a mark for `stop`. */
  start(): number;
  /** Returns the seconds since the mark. */
  stop(mark: number): number;
  /** Sum over all calls, in seconds. */
  seconds(): number;
}

export function createStopwatch(): Stopwatch {
  let milliseconds = 0;
  return {
    start: () => performance.now(),
    stop: (mark) => {
      const spent = performance.now() - mark;
      milliseconds += spent;
      return spent / 1000;
    },
    seconds: () => milliseconds / 1000,
  };
}
