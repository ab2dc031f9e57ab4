import { describe, expect, it } from 'vitest';
import { summaryOf, standardError } from '../../src/analysis/statistics/summary.js';
import cmaEs from '../../src/optimizers/cma-es.js';
import type { Ask } from '../../src/optimizers/optimizer.js';
import { correctMarginal, createCmaMargin } from '../../src/optimizers/parts/cma-margin.js';
import type { Parameter } from '../../src/space/parameter.js';
import { create } from './create.js';
import { problemFor } from './problems.js';

/** What CMAwM of cmaes 0.13.1 makes of a coordinate: levels, mean, deviation, factor, margin; then mean and factor. */
const LIBRARY: readonly (readonly [number, number, number, number, number, number, number])[] = [
  [10, 0.52, 0.3, 1, 0.05, 0.5199999999999999, 0.9999999999999998],
  [10, 0.52, 0.01, 1, 0.05, 0.55, 2.551067284623269],
  [10, 0.58, 0.02, 1.7, 0.05, 0.5765363089092295, 1.9524927374415544],
  [10, 0.02, 0.01, 1, 0.05, 0.0835514637304853, 1],
  [10, 0.97, 0.005, 2, 0.01, 0.9232634787404086, 2],
  [2, 0.3, 0.01, 1, 0.02, 0.4794625108936818, 1],
  [2, 0.3, 0.5, 1, 0.02, 0.3, 1],
  [4, -0.4, 0.05, 1, 0.02, 0.14731255446840896, 1],
  [10, 0.449, 0.004, 1, 0.05, 0.45, 6.377668211558181],
  [100, 0.005, 0.2, 1, 0.01, 0.005, 1],
];

/** The borders around a code where values are equally wide. */
function around(code: number, levels: number): { readonly low: number; readonly high: number } {
  const border = (place: number): number => Math.min(Math.max(place, 1), levels - 1) / levels;
  const cell = Math.floor(code * levels);
  return { low: border(cell), high: border(cell + 1) };
}

const integer = (levels: number): Parameter => ({ name: `i${levels}`, type: 'integer', lower: 1, upper: levels });

describe('the margin of CMA-ES', () => {
  it.each(LIBRARY)(
    'is corrected as in the library: %d levels, mean %d, deviation %d, factor %d, margin %d',
    (levels, mean, deviation, factor, margin, newMean, newFactor) => {
      const corrected = correctMarginal({ mean, deviation, factor }, { ...around(mean, levels), margin });
      expect(corrected.mean).toBeCloseTo(newMean, 9);
      expect(corrected.factor).toBeCloseTo(newFactor, 8);
    },
  );

  it('is of integers and ordinals with more than one value, and leaves real coordinates alone', () => {
    const axes: readonly Parameter[] = [
      { name: 'x', type: 'float', lower: 0, upper: 1 },
      integer(10),
      { name: 'size', type: 'ordinal', sequence: ['one'] },
      { name: 'level', type: 'ordinal', sequence: [1, 2] },
    ];
    const margin = createCmaMargin(axes, 0.05);
    expect(margin.isDiscrete).toEqual([false, true, false, true]);
    const mean = Float64Array.of(0.52, 0.52, 0.52, 0.52);
    const covariance = Float64Array.from({ length: 16 }, (_, at) => (at % 5 === 0 ? 1 : 0));
    margin.correct({ mean, sigma: 0.01, covariance });
    expect([mean[0], mean[2]]).toEqual([0.52, 0.52]);
    expect(mean[1]).toBeCloseTo(0.55, 9);
    const spread = margin.spread(Float64Array.of(0.6, 0.65, 0.6, 0.6), mean);
    expect(spread[0]).toBe(0.6);
    expect(spread[1]).toBeCloseTo(0.55 + 0.1 * 2.551067284623269, 8);
  });
});

describe('cma-es on integers', () => {
  /** Five integers of 21 values and five real numbers; the minimum is 0. */
  const space = {
    parameters: Array.from({ length: 10 }, (_, i): Parameter =>
      i < 5 ? { ...integer(21), name: `x${i}` } : { name: `x${i}`, type: 'float', lower: 0, upper: 1 },
    ),
  };
  /** @param weight - of the integers */
  const sphere = (values: readonly number[], weight: number): number =>
    values.reduce((sum, x, i) => sum + (i < 5 ? weight * ((x - 11) / 10) ** 2 : (x - 0.5) ** 2), 0);

  function evaluationsNeeded(integers: string, seed: number, weight = 1): number {
    const options = { integers, start: 'uniform', restarts: 'none', tolfun: 0, tolx: 0 };
    const optimizer = create(cmaEs, problemFor(cmaEs, { space, fidelities: [] }), options, `integers ${seed}`);
    for (let evaluation = 0; evaluation < 10_000; evaluation++) {
      const answer = optimizer.ask({ spent: 0, free: 1 }) as Ask;
      if (answer.kind !== 'suggest') return Infinity;
      const { suggestion } = answer;
      const loss = sphere(Object.values(suggestion.configuration) as number[], weight);
      if (loss < 1e-9) return evaluation + 1;
      const outcome = { status: 'completed', cost: 1, metrics: { loss } } as const;
      void optimizer.tell({ evaluation, suggestion, outcome, objectives: [loss] });
    }
    return Infinity;
  }

  it('needs as many evaluations with a margin as the library: 1502 +- 31 over 20 seeds to 1e-9', () => {
    const needed = summaryOf(Array.from({ length: 20 }, (_, seed) => evaluationsNeeded('margin', seed)));
    expect(Math.abs(needed.mean - 1502), `${needed.mean}`).toBeLessThan(4 * Math.hypot(standardError(needed), 31));
  });

  it('gets stuck on a plateau without a margin, where it does not with one: integers that hardly matter at first', () => {
    const reached = (integers: string): number =>
      Array.from({ length: 10 }, (_, seed) => evaluationsNeeded(integers, seed, 1e-4)).filter(Number.isFinite).length;
    expect([reached('margin'), reached('rounded')]).toEqual([10, 0]);
  });
});
