import type { ComparedClock, View } from './comparison.js';
import type { RunHistory } from './run-history.js';

/** The incumbent of one run as a step function: entry i holds from where it was observed to the next; before the first there is none. */
export interface Steps {
  /** Where each step begins, by clock. */
  readonly at: Readonly<Record<ComparedClock, Float64Array>>;
  /** Minimised. It can rise where it is not what the incumbent was chosen by. */
  readonly value: Float64Array;
}

/**
 * The steps of a run. Ties keep the earlier evaluation. Incumbents are always chosen by what the optimizer saw; the view says what is
 * shown of them: `full` the value that they are judged by, `observed` what the optimizer saw, `test` a second measurement. The first
 * and the last can rise. An incumbent without a value that it could be judged by counts as none.
 */
export function incumbentSteps(history: RunHistory, view: View, objective = 0): Steps {
  const { test, objectives, judged } = history;
  const seen = objectives[objective] ?? [];
  if (view === 'any') return incumbentsAmong(history, seen, seen);
  const chosen = seen.map((value, i) => (isFull(history, i) ? value : NaN));
  const shown = { full: judged[objective] ?? [], observed: seen, test };
  return incumbentsAmong(history, chosen, shown[view]);
}

/** Whether the i-th evaluation was completed at full fidelity. */
export function isFull({ full, status }: RunHistory, i: number): boolean {
  return full[i] === true && status[i] === 'completed';
}

/** Steps of the least of `chosen` so far, NaN left out, with the entries of `shown` as their values; both one an evaluation. */
function incumbentsAmong(history: RunHistory, chosen: readonly number[], shown: readonly number[]): Steps {
  const found: number[] = [];
  let best = Infinity;
  for (let i = 0; i < chosen.length; i++) {
    if (!((chosen[i] as number) < best)) continue;
    best = chosen[i] as number;
    found.push(i);
  }
  return stepsAt(
    history,
    found,
    found.map((i) => shown[i] as number),
  );
}

/**
 * @param found evaluations, ascending, each of which begins a step
 * @param values of the steps, minimised; NaN counts as no incumbent
 */
export function stepsAt({ end, charged }: RunHistory, found: readonly number[], values: readonly number[]): Steps {
  const fullEvaluations = new Float64Array(found.length);
  let [spent, next] = [0, 0];
  for (let i = 0; next < found.length; i++) {
    spent += charged[i] as number;
    if (i === found[next]) fullEvaluations[next++] = spent;
  }
  return {
    at: {
      seconds: Float64Array.from(found, (i) => end[i] as number),
      evaluations: Float64Array.from(found, (i) => i + 1),
      fullEvaluations,
    },
    value: Float64Array.from(values, (value) => (Number.isNaN(value) ? Infinity : value)),
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

/**
 * When a run first had an incumbent whose value is at least as good as `target` (minimised); Infinity where it never had. Where values
 * rise again the first time counts, as in COCO's noisy suite, which judges by the value without noise as well (Hansen et al. COCO:
 * a platform for comparing continuous optimizers. Optimization Methods and Software 36, 2021).
 *
 * *Deviates:* COCO looks at every evaluation. Here it has to be the incumbent: what the optimizer would have answered at that time.
 */
export function hittingTime({ at, value }: Steps, clock: ComparedClock, target: number): number {
  const index = value.findIndex((each) => each <= target);
  return index < 0 ? Infinity : (at[clock][index] as number);
}
