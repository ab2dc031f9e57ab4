import type { ComparedClock, ComparedRun, View } from './comparison.js';
import { incumbentSteps, valueAt, type Steps } from './incumbent.js';
import type { RunHistory } from './run-history.js';

/** What is kept of a run once its history is dropped: some hundred numbers, whatever its length. */
export interface RunTrace {
  readonly folder: string;
  readonly run: string;
  readonly benchmark: string;
  readonly optimizer: string;
  readonly seed: number;
  readonly steps: Readonly<Record<View, Steps>>;
  /** Spent on each clock at its end, or at the last record of an unfinished run. */
  readonly spent: Readonly<Record<ComparedClock, number>>;
  /** Whether its log has an end: after that a run keeps its incumbent, otherwise nothing is known. */
  readonly ended: boolean;
  readonly reason: ComparedRun['reason'];
  readonly evaluations: number;
  readonly completed: number;
  readonly failures: number;
  readonly overhead: number;
  readonly busy: number;
  readonly workers: number;
}

/** @param folder of its study; @param optimizer the label that tells it apart among all studies */
export function traceOf(history: RunHistory, folder: string, optimizer: string): RunTrace {
  const { header, ended, status, end, start, charged } = history;
  const { family, instance } = header.benchmark;
  return {
    folder,
    run: header.run,
    benchmark: `${family}.${instance}`,
    optimizer,
    seed: header.seed,
    steps: {
      full: incumbentSteps(history, 'full'),
      any: incumbentSteps(history, 'any'),
      test: incumbentSteps(history, 'test'),
    },
    spent: {
      seconds: ended?.at ?? end.at(-1) ?? 0,
      evaluations: status.length,
      fullEvaluations: charged.reduce((sum, cost) => sum + cost, 0),
    },
    ended: ended !== undefined,
    reason: ended?.reason ?? null,
    evaluations: status.length,
    completed: status.filter((each) => each === 'completed').length,
    failures: status.filter((each) => FAILURES.has(each)).length,
    overhead: history.overhead,
    busy: end.reduce((sum, at, index) => sum + at - (start[index] as number), 0),
    workers: header.workers,
  };
}

/** What the end of the budget cut off has not failed. */
export const FAILURES: ReadonlySet<string> = new Set(['failed', 'timed-out', 'out-of-memory']);

/** Incumbent at x: Infinity where there is none, NaN where the run is unfinished and nothing is known so far out. */
export function knownValueAt(trace: RunTrace, view: View, clock: ComparedClock, x: number): number {
  if (!trace.ended && x > trace.spent[clock]) return NaN;
  return valueAt(trace.steps[view], clock, x);
}
