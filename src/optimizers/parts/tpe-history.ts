import { createGoodSet } from './good-set.js';
import { createGrowingRows } from './growing-rows.js';

/** What tree-structured Parzen estimation does with observations. */
export interface TpeSplitRule {
  /** Of n finished ones, how many are good. */
  readonly gamma: (n: number) => number;
  /** Whether what is under way counts as bad (constant liar), so that workers do not crowd together. */
  readonly constantLiar: boolean;
  /** Whether what failed counts, as bad. */
  readonly countFailures: boolean;
  /** Whether the good ones weigh what they add to the dominated volume. */
  readonly weighGood: boolean;
}

/** Rows in the order in which they were asked for. */
export interface TpeSplit {
  readonly good: readonly number[];
  readonly bad: readonly number[];
  /** Of the good ones; undefined where age decides. */
  readonly goodWeights: Float64Array | undefined;
}

/** Everything that was asked for. */
export interface TpeHistory {
  /** Row-major codes of all rows. */
  readonly data: Float64Array;
  /** A view of one row's codes. */
  row(row: number): Float64Array;
  /** How many have ended, failures only where they count. */
  readonly finished: number;
  /** @returns the number of the new row, which is under way. */
  add(codes: Float64Array): number;
  /** @param objectives - none after a failure */
  settle(row: number, objectives: readonly number[]): void;
  split(): TpeSplit;
}

export function createTpeHistory(dimensions: number, objectives: number, rule: TpeSplitRule): TpeHistory {
  const rows = createGrowingRows(dimensions);
  const completed = createGoodSet(objectives);
  const status: ('running' | 'completed' | 'failed')[] = [];
  let failed = 0;
  let settled: { readonly good: readonly number[]; readonly weights: Float64Array | undefined } | undefined;
  const finished = (): number => completed.size + (rule.countFailures ? failed : 0);

  /** Anew only when something has ended, since fronts and volumes take their time. */
  function goodOnes(): NonNullable<typeof settled> {
    const count = Math.min(rule.gamma(finished()), completed.size);
    const good = [...completed.best(count)].sort((a, b) => a - b);
    const weights = objectives === 1 ? undefined : goodWeights(good);
    return { good, weights };
  }

  function goodWeights(good: readonly number[]): Float64Array {
    return rule.weighGood ? completed.contributions(good) : new Float64Array(good.length).fill(1);
  }

  return {
    get data() {
      return rows.data;
    },
    row: (row) => rows.data.subarray(row * dimensions, (row + 1) * dimensions),
    get finished() {
      return finished();
    },
    add(codes) {
      status.push('running');
      return rows.push(codes);
    },
    settle(row, values) {
      settled = undefined;
      status[row] = values.length > 0 ? 'completed' : 'failed';
      if (values.length > 0) completed.add(row, values);
      else failed++;
    },
    split() {
      settled ??= goodOnes();
      const { good, weights } = settled;
      const isGood = new Set(good);
      const counts = { running: rule.constantLiar, completed: true, failed: rule.countFailures };
      const bad: number[] = [];
      status.forEach((each, row) => {
        if (counts[each] && !isGood.has(row)) bad.push(row);
      });
      return { good, bad, goodWeights: weights };
    },
  };
}
