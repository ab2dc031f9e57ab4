import type { Rng } from '../../core/rng.js';
import { impute } from '../../models/imputation.js';
import { createProductKde, type KdeRule, type ProductKde } from '../../models/product-kde.js';
import { createGoodSet } from './good-set.js';
import { createGrowingRows } from './growing-rows.js';
import type { Point } from '../../models/non-dominated.js';

/** What a density is over, and what ranks its observations. */
export interface KdeShape {
  /** Of each dimension: how many there are of listed values, 0 of reals (`KernelCodes`). */
  readonly levels: Int32Array;
  /** How many objectives. */
  readonly objectives: number;
}

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
  /** @param objectives - none after a failure, which makes it one of the bad */
  add(codes: Float64Array, objectives: Point): void;
  /** Whether there is enough for either density: more rows than dimensions. Once there is, there always will be. */
  exists(): boolean;
  /** Fitted when something was added since the last time. */
  pair(): KdePair;
}

/**
 * The model of HpBandSter's `new_result`: the best `max(minPoints, floor(p n / 100))` observations against the next
 * `max(minPoints, floor((100 - p) n / 100))`, missing entries imputed anew at each fit. Equal losses keep the order in which
 * they came. Where there are several objectives, the best are those of Optuna's sampler (`createGoodSet`).
 *
 * It fits when it is asked, not at every result: what would be fitted and never used is not.
 */
export function createKdeModel(
  { levels, objectives: count }: KdeShape,
  split: SplitRule,
  rule: KdeRule,
  rng: Rng,
): KdeModel {
  const dimensions = levels.length;
  const rows = createGrowingRows(dimensions);
  /** Of numbers of rows. */
  const ranking = createGoodSet(count);
  const failed: Point = new Array<number>(count).fill(Infinity);
  const [good, bad] = [createProductKde(levels, rule), createProductKde(levels, rule)];
  let fitted: KdePair | undefined;

  /** As complete rows. */
  function complete(indexes: readonly number[]): Float64Array {
    const found = new Float64Array(indexes.length * dimensions);
    indexes.forEach((index, at) => {
      found.set(rows.data.subarray(index * dimensions, (index + 1) * dimensions), at * dimensions);
    });
    impute(found, levels, rng);
    return found;
  }

  function fit(): KdePair {
    const sizes = splitSizes(rows.size, split);
    const best = ranking.best(sizes.good);
    const goodRows = complete(best);
    good.fit(goodRows, sizes.good);
    bad.fit(complete(nextBest(best, sizes.bad)), sizes.bad);
    return { good, bad, goodRows, goodSize: sizes.good };
  }

  /** What is ranked behind the best. */
  function nextBest(best: readonly number[], size: number): readonly number[] {
    const taken = new Set(best);
    return ranking.best(best.length + size).filter((index) => !taken.has(index));
  }

  return {
    add(codes, objectives) {
      ranking.add(rows.push(codes), objectives.length === 0 ? failed : objectives);
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
