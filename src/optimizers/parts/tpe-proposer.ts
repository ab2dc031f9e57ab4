import type { Rng } from '../../core/rng.js';
import type { ParzenAxis } from '../../models/parzen-axis.js';
import type { ParzenRule } from '../../models/parzen-deviations.js';
import { forgettingWeights } from '../../models/parzen-weights.js';
import { createParzen, type Parzen } from '../../models/parzen.js';
import type { TpeSplit } from './tpe-history.js';

/** Observations in two halves, and which axes to model together. */
export interface TpeData extends TpeSplit {
  /** Row-major codes of all rows: NaN where a parameter is inactive. */
  readonly data: Float64Array;
  readonly groups: readonly (readonly number[])[];
}

/**
 * The acquisition of tree-structured Parzen estimation: for each group of axes, of `candidates` draws from the density of the
 * good ones that for which good / bad is largest. A group learns from the rows that have all of its axes.
 *
 * @returns complete codes, the proposer's own: the next proposal overwrites them.
 */
export function tpeProposer(
  axes: readonly ParzenAxis[],
  candidates: number,
  rule: ParzenRule,
  rng: Rng,
): (data: TpeData) => Float64Array {
  const winner = new Float64Array(axes.length);
  const estimators = new Map<string, GroupEstimator>();
  return (data) => {
    for (const group of data.groups) {
      const key = group.join();
      const estimator = estimators.get(key) ?? groupEstimator(axes, group, candidates, rule);
      estimators.set(key, estimator);
      estimator(data, rng, winner);
    }
    return winner;
  };
}

/** Writes the best candidate of a group into its places. */
type GroupEstimator = (data: TpeData, rng: Rng, into: Float64Array) => void;

function groupEstimator(
  axes: readonly ParzenAxis[],
  group: readonly number[],
  candidates: number,
  rule: ParzenRule,
): GroupEstimator {
  const own = group.map((axis) => axes[axis] as ParzenAxis);
  const [good, bad] = [createParzen(own, rule), createParzen(own, rule)];
  const points = group.map(() => new Float64Array(candidates));
  const [above, below] = [new Float64Array(candidates), new Float64Array(candidates)];
  const fit = fitter(group, axes.length);
  return (data, rng, into) => {
    fit(good, data.data, data.good, data.goodWeights);
    fit(bad, data.data, data.bad);
    good.sample(points, rng);
    good.logDensity(points, above);
    bad.logDensity(points, below);
    const best = indexOfLargest(above, below);
    group.forEach((axis, at) => (into[axis] = (points[at] as Float64Array)[best] as number));
  };
}

type Fit = (parzen: Parzen, data: Float64Array, rows: readonly number[], weights?: Float64Array) => void;

/** Gathers the columns of those rows that have all axes of a group; buffers are kept. */
function fitter(group: readonly number[], dimensions: number): Fit {
  let columns = group.map(() => new Float64Array(16));
  let kept = new Float64Array(16);
  const lacks = (data: Float64Array, row: number): boolean => {
    for (const axis of group) if (Number.isNaN(data[row * dimensions + axis])) return true;
    return false;
  };
  return (parzen, data, rows, weights) => {
    if (kept.length < rows.length) {
      kept = new Float64Array(2 * rows.length);
      columns = group.map(() => new Float64Array(2 * rows.length));
    }
    let n = 0;
    for (let rank = 0; rank < rows.length; rank++) {
      const row = rows[rank] as number;
      if (lacks(data, row)) continue;
      for (let at = 0; at < group.length; at++) {
        (columns[at] as Float64Array)[n] = data[row * dimensions + (group[at] as number)] as number;
      }
      kept[n++] = weights?.[rank] ?? 1;
    }
    parzen.fit(columns, n, weights === undefined ? forgettingWeights(n) : kept);
  };
}

/** Of above - below; the first where several are equal, and where none is a number. */
function indexOfLargest(above: Float64Array, below: Float64Array): number {
  let best = 0;
  let largest = -Infinity;
  for (let i = 0; i < above.length; i++) {
    const difference = (above[i] as number) - (below[i] as number);
    if (difference <= largest || Number.isNaN(difference)) continue;
    best = i;
    largest = difference;
  }
  return best;
}
