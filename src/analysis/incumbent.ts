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
  const { full, status, test, objectives } = history;
  const values = objectives[0] ?? [];
  const judged =
    view === 'any' ? values : values.map((value, i) => (full[i] === true && status[i] === 'completed' ? value : NaN));
  return incumbentsAmong(history, judged, view === 'test' ? test : values);
}

/** Steps of the least of `judged` so far, NaN left out, with the entries of `shown` as their values; both one an evaluation. */
export function incumbentsAmong(
  { end, charged }: RunHistory,
  judged: readonly number[],
  shown: readonly number[],
): Steps {
  const found: number[] = [];
  const fullEvaluations: number[] = [];
  let best = Infinity;
  let spent = 0;
  for (let i = 0; i < judged.length; i++) {
    spent += charged[i] as number;
    if (!((judged[i] as number) < best)) continue;
    best = judged[i] as number;
    found.push(i);
    fullEvaluations.push(spent);
  }
  return {
    at: {
      seconds: Float64Array.from(found, (i) => end[i] as number),
      evaluations: Float64Array.from(found, (i) => i + 1),
      fullEvaluations: Float64Array.from(fullEvaluations),
    },
    value: Float64Array.from(found, (i) => shown[i] as number),
  };
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
