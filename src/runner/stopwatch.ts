/** Sums real time spent in one kind of call, looking at the clock only every n-th call: a look costs as much as a look-up. */
export interface Stopwatch {
  /** Returns a mark for `stop`; NaN where this call is not looked at. */
  start(): number;
  /** Returns the seconds since the mark, 0 where the call was not looked at. */
  stop(mark: number): number;
  /** Estimate of the sum over all calls, in seconds. */
  seconds(): number;
}

export function createStopwatch(every: number): Stopwatch {
  let calls = 0;
  let milliseconds = 0;
  return {
    start: () => (calls++ % every === 0 ? performance.now() : NaN),
    stop: (mark) => {
      if (Number.isNaN(mark)) return 0;
      const spent = performance.now() - mark;
      milliseconds += spent;
      return spent / 1000;
    },
    seconds: () => (milliseconds * every) / 1000,
  };
}
