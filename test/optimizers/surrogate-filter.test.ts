import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { geometrically, linearly } from '../../src/optimizers/parts/annealed.js';
import { roundEven } from '../../src/optimizers/parts/round-even.js';
import { progressiveFilter, tournamentFilter } from '../../src/optimizers/parts/surrogate-filter.js';

describe('a tournament filter', () => {
  it('takes pools of sizes between the first and the last, interpolated in the logarithm', () => {
    // Three tournaments of 4, 20 and 100 points.
    expect(tournamentFilter({ n: 3, first: 4, last: 100 }, 1, createRng(0)).needed).toBe(4 + 20 + 100);
    expect(tournamentFilter({ n: 1, first: 4, last: 100 }, 1, createRng(0)).needed).toBe(4);
    expect(tournamentFilter({ n: 5, first: 1, last: 1 }, 2, createRng(0)).needed).toBe(3 * 2);
  });

  it('lets the best of each tournament pass', () => {
    const filter = tournamentFilter({ n: 3, first: 3, last: 3 }, 1, createRng(0));
    expect(filter.choose([5, 3, 4, 9, 8, 7, 2, 2, 6])).toEqual([1, 5, 6]);
    expect(filter.choose([NaN, 3, Infinity, NaN, NaN, NaN, 1, NaN, 0])).toEqual([1, 3, 8]);
  });

  it('lets the best few of each pass in random order, and of the last only so many as are missing', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 60; seed++) {
      const filter = tournamentFilter({ n: 3, first: 4, last: 4 }, 2, createRng(seed));
      const chosen = filter.choose([4, 1, 2, 3, 9, 8, 7, 6]);
      expect(chosen.slice(0, 2).sort()).toEqual([1, 2]);
      expect([6, 7]).toContain(chosen[2]);
      seen.add(filter.choose([4, 1, 2, 3, 9, 8, 7, 6]).join());
    }
    expect(seen.size).toBe(4);
  });
});

describe('a progressive filter', () => {
  it('picks the best left of a pool that grows as n f (l / f)^(i / n)', () => {
    const filter = progressiveFilter({ n: 2, first: 1, last: 4 });
    // Pools of 2 (4 / 1)^(1/2) = 4 and 8.
    expect(filter.needed).toBe(8);
    expect(filter.choose([5, 4, 3, 2, 9, 1, 8, 8])).toEqual([3, 5]);
  });

  it('is the best n of a pool that stays', () => {
    const filter = progressiveFilter({ n: 3, first: 2, last: 2 });
    expect(filter.needed).toBe(6);
    expect(filter.choose([5, 1, 3, 0, 9, 2])).toEqual([3, 1, 5]);
  });

  it('leaves later picks less choice when it shrinks', () => {
    const filter = progressiveFilter({ n: 4, first: 4, last: 1 });
    expect(filter.needed).toBe(11);
    // Pools of 11, 8, 6 and 4.
    expect(filter.choose([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, -1])).toEqual([10, 7, 5, 3]);
  });
});

describe('either filter', () => {
  it('lets n different points pass, whatever the scores', () => {
    const factor = fc.double({ min: 1, max: 30, noNaN: true });
    const shape = fc.record({ n: fc.integer({ min: 1, max: 25 }), first: factor, last: factor });
    fc.assert(
      fc.property(shape, fc.integer({ min: 1, max: 4 }), fc.nat(), (given, each, seed) => {
        const rng = createRng(seed);
        for (const filter of [tournamentFilter(given, each, rng), progressiveFilter(given)]) {
          const scores = Array.from({ length: filter.needed }, () => (rng.float() < 0.1 ? NaN : rng.integer(9)));
          const chosen = filter.choose(scores);
          expect(new Set(chosen).size).toBe(given.n);
          expect(chosen.every((index) => index >= 0 && index < filter.needed)).toBe(true);
        }
      }),
    );
  });
});

describe('what changes with the budget', () => {
  it('runs from its first value to its last, evenly or by a factor', () => {
    expect([0, 0.5, 1].map((spent) => linearly({ from: 0.2, to: 0.6 }, spent))).toEqual([0.2, 0.4, 0.6]);
    const factors = [0, 0.5, 1].map((spent) => geometrically({ from: 10, to: 1000 }, spent));
    expect(factors.map((factor) => Number(factor.toFixed(9)))).toEqual([10, 100, 1000]);
  });

  it('rounds halves to the even number, as R does', () => {
    expect([0.5, 1.5, 2.5, 2.4, 2.6, 3].map(roundEven)).toEqual([0, 2, 2, 2, 3, 3]);
  });
});
