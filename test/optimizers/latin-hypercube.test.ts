import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { Suggestion } from '../../src/core/types.js';
import latinHypercubes from '../../src/optimizers/latin-hypercube.js';
import type { Problem } from '../../src/optimizers/optimizer.js';
import { latinHypercube } from '../../src/optimizers/parts/latin-hypercube.js';
import { drive, landscape, suggestionsOf } from './drive.js';
import { problemFor, PROBLEMS } from './problems.js';

describe('a latin hypercube', () => {
  it('has one point in every stratum of every dimension', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 8 }), fc.nat(), (n, dimensions, seed) => {
        const points = latinHypercube(n, dimensions, createRng(seed));
        expect(points).toHaveLength(n * dimensions);
        for (let d = 0; d < dimensions; d++) {
          const hits = new Array<number>(n).fill(0);
          for (let i = 0; i < n; i++) {
            const stratum = Math.floor((points[i * dimensions + d] as number) * n);
            hits[stratum] = (hits[stratum] as number) + 1;
          }
          expect(hits).toEqual(new Array<number>(n).fill(1));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('pairs the strata of two dimensions in all ways alike', () => {
    const counts = new Array<number>(9).fill(0);
    for (let seed = 0; seed < 3000; seed++) {
      const [x = 0, y = 0] = latinHypercube(3, 2, createRng('pairs', seed));
      const cell = 3 * Math.floor(3 * x) + Math.floor(3 * y);
      counts[cell] = (counts[cell] as number) + 1;
    }
    // Chi-square on 8 degrees of freedom: 26.1 is passed once in a thousand.
    expect(counts.reduce((sum, count) => sum + (count - 3000 / 9) ** 2 / (3000 / 9), 0)).toBeLessThan(26.1);
  });
});

describe('latin-hypercube', () => {
  const asks = (budget: Problem['budget'], points?: number): Suggestion[] => {
    const problem = problemFor(latinHypercubes, PROBLEMS['one level'], { budget });
    const options = { pointsPerDimension: 10, ...(points !== undefined && { points }) };
    const optimizer = latinHypercubes.create(problem, options, createRng(2));
    return suggestionsOf(drive(optimizer, { workers: 3, evaluations: 40, evaluate: landscape(problem) }));
  };
  const isDesign = (part: readonly Suggestion[]): boolean =>
    new Set(part.map(({ configuration }) => Math.floor((configuration['x'] as number) * part.length))).size ===
    part.length;

  it('makes one design of the budget where that counts evaluations', () => {
    expect(isDesign(asks({ evaluations: 40 }))).toBe(true);
    expect(isDesign(asks({ evaluations: 50, fullEvaluations: 40.5 }))).toBe(true);
  });

  it('otherwise makes designs of ten points a parameter, or of as many as it is told, one after the other', () => {
    const byDimension = asks({ seconds: 60 });
    expect([0, 10, 20, 30].every((from) => isDesign(byDimension.slice(from, from + 10)))).toBe(true);
    const told = asks({ evaluations: 40 }, 8);
    expect([0, 8, 16, 24, 32].every((from) => isDesign(told.slice(from, from + 8)))).toBe(true);
    expect(told[17]?.origin).toEqual({ design: 2, point: 1 });
  });

  it('draws anew what would be forbidden, and says so', () => {
    const problem = problemFor(latinHypercubes, PROBLEMS.mixed);
    const optimizer = latinHypercubes.create(problem, { pointsPerDimension: 10 }, createRng(2));
    const made = suggestionsOf(drive(optimizer, { workers: 1, evaluations: 200, evaluate: landscape(problem) }));
    const redrawn = made.filter(({ origin }) => origin?.['redrawn'] === true);
    expect(redrawn.length).toBeGreaterThan(0);
    // A fifteenth of the cube is forbidden.
    expect(redrawn.length).toBeLessThan(30);
  });
});
