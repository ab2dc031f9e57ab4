import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/types.js';
import cmaEs from '../../src/optimizers/cma-es.js';
import { fromBounds, intoBounds } from '../../src/optimizers/parts/bound-transform.js';
import type { SpaceDefinition } from '../../src/space/parameter.js';
import { create } from './create.js';
import { drive, suggestionsOf } from './drive.js';
import { problemFor } from './problems.js';

describe('the transformation of bounds', () => {
  // BoundTransform of pycma 4.5.0 with the bounds [0, 1].
  it.each([
    [-0.05, 0],
    [-0.04, 0.0005],
    [-0.1, 0.0125],
    [0, 0.0125],
    [0.02, 0.0245],
    [0.05, 0.05],
    [0.5, 0.5],
    [0.99, 0.982],
    [1, 0.9875],
    [1.03, 0.998],
    [1.05, 1],
    [1.1, 0.9875],
    [1.2, 0.9],
    [-0.3, 0.2],
    [2.1, 0.0125],
    [2.05, 0.05],
    [3.3, 0.9875],
    [-1.7, 0.5],
    [7.77, 0.93],
    [-12.345, 0.855],
  ])('takes %d to %d as pycma does', (x, y) => {
    expect(intoBounds(x)).toBeCloseTo(y, 12);
  });

  it('never leaves the bounds, reaches both, and is undone from inside of them', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (x) => {
        const y = intoBounds(x);
        expect(y >= 0 && y <= 1).toBe(true);
        expect(intoBounds(fromBounds(y))).toBeCloseTo(y, 12);
      }),
    );
    expect([0, 1].map((bound) => intoBounds(fromBounds(bound)))).toEqual([0, 1]);
  });
});

const cube = (n: number): SpaceDefinition => ({
  parameters: Array.from({ length: n }, (_, i) => ({ name: `x${i}`, type: 'float', lower: 0, upper: 1 })),
});

/** Decimal logarithm of the least value of 1500 evaluations: the median of 11 runs. */
function reached(value: (x: readonly number[]) => number, n: number, given: JsonObject = {}): number {
  const logarithms = Array.from({ length: 11 }, (_, seed) => {
    const options = { start: 'uniform', tolfun: 0, tolx: 0, ...given };
    const optimizer = create(cmaEs, problemFor(cmaEs, { space: cube(n), fidelities: [] }), options, seed);
    const lossOf = (x: object): number => value(Object.values(x) as number[]);
    const asked = suggestionsOf(
      drive(optimizer, {
        workers: 1,
        evaluations: 1500,
        evaluate: ({ configuration }) => {
          const loss = lossOf(configuration);
          return { outcome: { status: 'completed', cost: 1, metrics: { loss } }, objectives: [loss] };
        },
      }),
    );
    return Math.log10(Math.min(...asked.map(({ configuration }) => lossOf(configuration))));
  });
  return logarithms.sort((a, b) => a - b)[5] as number;
}

describe('cma-es where the optimum lies on bounds', () => {
  const linear = (x: readonly number[]): number => x.reduce((sum, xi) => sum + xi, 0);
  const sphere = (x: readonly number[]): number => x.reduce((sum, xi) => sum + xi * xi, 0);

  // Medians of pycma 4.5.0 with its BoundTransform, 20 seeds from uniform means with sigma 0.3, and their quartiles.
  it.each([
    ['a plane', linear, -8.77, [-9.17, -8.39]],
    ['a sphere', sphere, -17.68, [-17.93, -16.62]],
  ] as const)('comes as near to it as pycma on %s in ten dimensions', (_, value, median, [low, high]) => {
    expect(Math.abs(reached(value, 10) - median)).toBeLessThan(1.5 * (high - low));
  });

  it('does not where points outside are drawn again, as the library cmaes has it', () => {
    expect(reached(linear, 10)).toBeLessThan(reached(linear, 10, { boundary: 'resampled' }) - 5);
  });
});
