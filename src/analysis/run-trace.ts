import type { ComparedClock, ComparedRun, View } from './comparison.js';
import { incumbentSteps, valueAt, type Steps } from './incumbent.js';
import type { RunHistory } from './run-history.js';
import { volumeSteps } from './volume-steps.js';

/** What is kept of a run once its history is dropped: some hundred numbers, whatever its length. */
export interface RunTrace {
  readonly folder: string;
  readonly run: string;
  readonly benchmark: string;
  readonly optimizer: string;
  readonly seed: number;
  /** Of the first objective. */
  readonly steps: Readonly<Record<View, Steps>>;
  /** The best of each objective alone at full fidelity, in the order of the objectives; the first is `steps.full`. */
  readonly byObjective: readonly Steps[];
  /**
   * What optimizers are compared by, minimised: the incumbent as it is judged, or, with several objectives, what is lost of their
   * normalised hypervolume, 0..1. Without steps where one of several objectives has no scale.
   */
  readonly verdict: Steps;
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

/** What a log does not say of its run. */
export interface TraceContext {
  /** Of its study. */
  readonly folder: string;
  /** The label that tells the optimizer apart among all studies. */
  readonly optimizer: string;
  /** Of all objectives, from a minimised value to the normalised one; undefined where one has none. */
  readonly scales: readonly ((value: number) => number)[] | undefined;
}

export function traceOf(history: RunHistory, { folder, optimizer, scales }: TraceContext): RunTrace {
  const { header, ended, status, end, start, charged } = history;
  const { family, instance } = header.benchmark;
  const byObjective = history.objectives.map((_, index) => incumbentSteps(history, 'full', index));
  const first = byObjective[0] ?? NONE;
  return {
    folder,
    run: header.run,
    benchmark: `${family}.${instance}`,
    optimizer,
    seed: header.seed,
    steps: {
      full: first,
      any: incumbentSteps(history, 'any'),
      test: incumbentSteps(history, 'test'),
      observed: history.judged[0] === history.objectives[0] ? first : incumbentSteps(history, 'observed'),
    },
    byObjective,
    verdict: byObjective.length < 2 ? first : scales === undefined ? NONE : volumeSteps(history, scales),
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

const NONE: Steps = {
  at: { seconds: new Float64Array(), evaluations: new Float64Array(), fullEvaluations: new Float64Array() },
  value: new Float64Array(),
};

/** Value of these steps of a run at x: Infinity where there is none, NaN where the run is unfinished and nothing is known so far out. */
export function knownValueAt(trace: RunTrace, steps: Steps, clock: ComparedClock, x: number): number {
  if (!trace.ended && x > trace.spent[clock]) return NaN;
  return valueAt(steps, clock, x);
}
