import type { ComparedClock, View } from './comparison.js';
import type { RunHistory } from './run-history.js';

/** The incumbent of one run as a step function: entry i holds from where it was observed to the next; before the first there is none. */
export interface Steps {
  /** Where each step begins, by clock. */
  readonly at: Readonly<Record<ComparedClock, Float64Array>>;
  /** First objective, minimised and falling; of the view `test` the test value, which may rise. */
  readonly value: Float64Array;
}

/**
 * The steps of a run. Ties keep the earlier evaluation. Of the view `test` the steps are those at full fidelity, chosen by the
 * objective, and their values what a test shows: optimizers never see them.
 */
export function incumbentSteps(history: RunHistory, view: View): Steps {
  const { end, charged, full, status, test } = history;
  const values = history.objectives[0] ?? [];
  const found: [seconds: number[], evaluations: number[], fullEvaluations: number[], value: number[]] = [
    [],
    [],
    [],
    [],
  ];
  let best = Infinity;
  let spent = 0;
  for (let i = 0; i < values.length; i++) {
    spent += charged[i] as number;
    const value = values[i] as number;
    if (!(value < best)) continue;
    const counts = view === 'any' || (full[i] === true && status[i] === 'completed');
    if (!counts) continue;
    best = value;
    const shown = view === 'test' ? (test[i] as number) : value;
    [end[i] as number, i + 1, spent, shown].forEach((entry, column) => (found[column] as number[]).push(entry));
  }
  const [seconds, evaluations, fullEvaluations, value] = found.map((column) => Float64Array.from(column)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return { at: { seconds, evaluations, fullEvaluations }, value };
}

/** Sums of thirds do not come out even in binary: what costs 21 full evaluations is there at 21. */
const TOLERANCE = 1 + 1e-9;

/** Value at x on a clock; Infinity before the first incumbent. */
export function valueAt({ at, value }: Steps, clock: ComparedClock, x: number): number {
  const begins = at[clock];
  const limit = x * TOLERANCE;
  let [low, high] = [0, begins.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((begins[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? Infinity : (value[low - 1] as number);
}

/** When a run first had an incumbent at least as good as `target` (minimised); Infinity where it never had. */
export function hittingTime({ at, value }: Steps, clock: ComparedClock, target: number): number {
  const index = value.findIndex((each) => each <= target);
  return index < 0 ? Infinity : (at[clock][index] as number);
}
