import type { Rng } from '../../core/rng.js';
import type { KdeRule } from '../../models/product-kde.js';
import { createKdeModel, type KdeModel, type KdePair, type KdeShape, type SplitRule } from './kde-model.js';
import { densityRatio } from './kde-proposer.js';
import type { Surrogate } from './surrogate.js';

/**
 * The ratio of BOHB's two densities, bad over good, at the highest level with a model that is not above the one asked for
 * (`bohblrn` of the package smashy). What is inactive is taken from a random good configuration.
 */
export function densitySurrogate({ levels, objectives }: KdeShape, rule: SplitRule & KdeRule, rng: Rng): Surrogate {
  const dimensions = levels.length;
  const models = new Map<number, KdeModel>();
  const point = new Float64Array(dimensions);
  const [imputation, donors] = [rng.fork('imputation'), rng.fork('donors')];

  function modelAt(level: number): KdeModel | undefined {
    let best = -Infinity;
    for (const [each, model] of models) if (each <= level && each > best && model.exists()) best = each;
    return models.get(best);
  }

  function score(rows: Float64Array, start: number, { good, bad, goodRows, goodSize }: KdePair): number {
    for (let axis = 0; axis < dimensions; axis++) {
      const code = rows[start + axis] as number;
      const donor = Number.isNaN(code) ? donors.integer(goodSize) * dimensions : 0;
      point[axis] = Number.isNaN(code) ? (goodRows[donor + axis] as number) : code;
    }
    return densityRatio(bad.density(point), good.density(point));
  }

  return {
    learn(codes, level, losses) {
      const model = models.get(level) ?? createKdeModel({ levels, objectives }, rule, rule, imputation);
      models.set(level, model);
      model.add(codes, losses);
    },
    isReady: (level) => modelAt(level) !== undefined,
    predict(rows, level) {
      const pair = (modelAt(level) as KdeModel).pair();
      return Float64Array.from({ length: rows.length / dimensions }, (_, i) => score(rows, i * dimensions, pair));
    },
  };
}
