import type { Rng } from '../../core/rng.js';
import { impute } from '../../models/imputation.js';
import { createProductKde, type KdeRule, type ProductKde } from '../../models/product-kde.js';
import { createGrowingRows } from './growing-rows.js';
import { createSortedList, type Placed } from './sorted-list.js';

/** How observations are split in two. */
export interface SplitRule {
  /** Either half has at least so many, if there are as many. */
  readonly minPoints: number;
  readonly topPercent: number;
}

/** A density of what was good, and one of what was bad. */
export interface KdePair {
  readonly good: ProductKde;
  readonly bad: ProductKde;
  /** The rows behind `good`, complete: size x d. */
  readonly goodRows: Float64Array;
  readonly goodSize: number;
}

/** What BOHB knows of one level of the fidelity. */
export interface KdeModel {
  /** @param loss - Infinity after a failure, which makes it one of the bad */
  add(codes: Float64Array, loss: number): void;
  /** Whether there is enough for either density: more rows than dimensions. Once there is, there always will be. */
  exists(): boolean;
  /** Fitted when something was added since the last time. */
  pair(): KdePair;
}

/**
 * The model of HpBandSter's `new_result`: the best `max(minPoints, floor(p n / 100))` observations against the next
 * `max(minPoints, floor((100 - p) n / 100))`, missing entries imputed anew at each fit. Equal losses keep the order in which
 * they came.
 *
 * It fits when it is asked, not at every result: what would be fitted and never used is not.
 */
export function createKdeModel(levels: Int32Array, split: SplitRule, rule: KdeRule, rng: Rng): KdeModel {
  const dimensions = levels.length;
  const rows = createGrowingRows(dimensions);
  /** Of rows: `trial` is the number of a row. */
  const ranking = createSortedList<Placed>();
  const [good, bad] = [createProductKde(levels, rule), createProductKde(levels, rule)];
  let fitted: KdePair | undefined;

  /** Ranks `from` to `to` as complete rows. */
  function ranked(from: number, to: number): Float64Array {
    const found = new Float64Array((to - from) * dimensions);
    for (let rank = from; rank < to; rank++) {
      const start = (ranking.at(rank) as Placed).trial * dimensions;
      found.set(rows.data.subarray(start, start + dimensions), (rank - from) * dimensions);
    }
    impute(found, levels, rng);
    return found;
  }

  function fit(): KdePair {
    const sizes = splitSizes(rows.size, split);
    const goodRows = ranked(0, sizes.good);
    good.fit(goodRows, sizes.good);
    bad.fit(ranked(sizes.good, sizes.good + sizes.bad), sizes.bad);
    return { good, bad, goodRows, goodSize: sizes.good };
  }

  return {
    add(codes, loss) {
      ranking.insert({ trial: rows.push(codes), loss });
      fitted = undefined;
    },
    exists() {
      const sizes = splitSizes(rows.size, split);
      return sizes.good > dimensions && sizes.bad > dimensions;
    },
    pair: () => (fitted ??= fit()),
  };
}

/** How many of n observations are good, and how many of the rest are looked at as bad. */
export function splitSizes(
  n: number,
  { minPoints, topPercent }: SplitRule,
): { readonly good: number; readonly bad: number } {
  const good = Math.min(Math.max(minPoints, Math.floor((topPercent * n) / 100)), n);
  const bad = Math.min(Math.max(minPoints, Math.floor(((100 - topPercent) * n) / 100)), n - good);
  return { good, bad };
}
