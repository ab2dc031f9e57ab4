import type { Timeline } from './comparison.js';
import type { Fold } from './fold.js';

/** Evaluations that are shown of a run. */
const MOST = 500;

/** Of every optimizer and family the first run that has ended. */
export function timelines(): Fold<Timeline> {
  const found = new Map<string, Timeline>();
  return {
    add(history, { benchmark, optimizer, run, workers, ended }) {
      const key = `${optimizer}\n${history.header.benchmark.family}`;
      if (!ended || found.has(key)) return;
      const { worker, start, end, trial, level, status } = history;
      const first = <Each>(column: readonly Each[]): Each[] => column.slice(0, MOST);
      found.set(key, {
        run,
        benchmark,
        optimizer,
        workers,
        worker: first(worker),
        start: first(start),
        end: first(end),
        trial: first(trial),
        level: first(level),
        status: first(status),
        cut: status.length > MOST,
      });
    },
    result: () => [...found.values()],
  };
}
