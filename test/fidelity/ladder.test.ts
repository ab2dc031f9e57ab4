import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ladder } from '../../src/fidelity/ladder.js';
import { thrown } from './thrown.js';

describe('a ladder', () => {
  it.each([
    [1, 243, 3, [1, 3, 9, 27, 81, 243]],
    [1, 1000, 10, [1, 10, 100, 1000]],
    [3, 729, 3, [3, 9, 27, 81, 243, 729]],
    [0.01, 1, 10, [0.01, 0.1, 1]],
    [9, 729, 3, [9, 27, 81, 243, 729]],
    [1, 16, 4, [1, 4, 16]],
    [16, 100, 2.5, [16, 40, 100]],
    [100, 121, 1.1, [100, 110, 121]],
    [5, 5, 3, [5]],
    [5, 14, 3, [14]],
  ])('from %d to %d with eta %d has no rung too few', (lower, upper, eta, levels) => {
    expect(ladder(lower, upper, eta)).toEqual(levels);
  });

  it('is anchored at the top, so that it may miss its lowest level', () => {
    const levels = ladder(1, 200, 3);
    expect(levels.map((level) => level.toPrecision(4))).toEqual(['2.469', '7.407', '22.22', '66.67', '200.0']);
  });

  it('ascends strictly by eta to exactly the highest level, and could not have one more rung', () => {
    const range = fc.tuple(
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      fc.double({ min: 1, max: 1e4, noNaN: true }),
      fc.double({ min: 1.05, max: 12, noNaN: true }),
    );
    fc.assert(
      fc.property(range, ([lower, ratio, eta]) => {
        const upper = lower * ratio;
        const levels = ladder(lower, upper, eta);
        expect(levels.at(-1)).toBe(upper);
        expect(levels[0]).toBeGreaterThanOrEqual(lower);
        expect((levels[0] as number) / eta).toBeLessThan(lower * (1 + 1e-9));
        for (let k = 1; k < levels.length; k++) {
          const ratioHere = (levels[k] as number) / (levels[k - 1] as number);
          expect(Math.abs(ratioHere / eta - 1)).toBeLessThan(2e-9);
        }
      }),
    );
  });

  it('of whole powers has whole levels', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10 }), fc.nat(8), fc.integer({ min: 1, max: 50 }), (eta, s, lower) => {
        const expected = Array.from({ length: s + 1 }, (_, k) => lower * eta ** k);
        expect(ladder(lower, lower * eta ** s, eta)).toEqual(expected);
      }),
    );
  });

  it.each([1, 0.5, 0, -3, Number.NaN, Number.POSITIVE_INFINITY, 1.000001])('refuses eta %d by its key', (eta) => {
    expect(thrown(() => ladder(1, 81, eta))).toMatch(/^user eta: /);
  });
});
