import { describe, expect, it } from 'vitest';
import { loadOptimizer } from '../../src/optimizers/registry.js';
import { COSTS, REFERENCE } from './counting-ones-reference.js';
import { trajectory } from './counting-ones.js';

/**
 * How far each is followed here, and by how many seeds: what fits into some seconds. `npm run validate` follows them all the
 * way.
 */
const HERE: Readonly<
  Record<string, { readonly until: number; readonly seeds: number; readonly d: readonly number[] }>
> = {
  'random-search': { until: 105, seeds: 50, d: [8, 16, 32, 64] },
  hyperband: { until: 105, seeds: 50, d: [8, 16, 32, 64] },
  bohb: { until: 105, seeds: 20, d: [8, 16] },
};

const cases = REFERENCE.filter(({ optimizer, d }) => HERE[optimizer]?.d.includes(d)).map(
  (reference) => [reference.optimizer, reference.d, reference] as const,
);

describe('on counting ones', () => {
  it.each(cases)('%s at d = %d follows the reference within four standard errors', async (name, d, reference) => {
    const { until, seeds } = HERE[name] as (typeof HERE)[string];
    const definition = await loadOptimizer(name);
    const costs = COSTS.filter((cost) => cost <= until);
    const curves = Array.from({ length: seeds }, (_, seed) => trajectory(definition, { d, seed, costs }));
    costs.forEach((cost, column) => {
      const ours = meanAndError(curves.map((curve) => curve[column] as number));
      const theirs = reference.regret[column] as (typeof reference.regret)[number];
      const distance = (ours.mean - theirs.mean) / Math.hypot(ours.error, theirs.error);
      expect(Math.abs(distance), `standard errors at ${cost}`).toBeLessThan(4);
    });
  });
});

function meanAndError(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}
