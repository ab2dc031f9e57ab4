import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from '../../../src/analysis/statistics/holm.js';
import { mannWhitney } from '../../../src/analysis/statistics/mann-whitney.js';
import { medianOf, standardError, summaryOf } from '../../../src/analysis/statistics/summary.js';
import { tost } from '../../../src/analysis/statistics/tost.js';
import { welch } from '../../../src/analysis/statistics/welch.js';

/**
 * Values known from scipy 1.17.1 (mannwhitneyu, ttest_ind) and statsmodels 0.15.0 (ttost_ind, multipletests). To ten digits
 * where Student's distribution is in them: that of lib-r-math.js is wrong from the eleventh decimal on.
 */
const A = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
const B = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.07, 3.14, 1.281];

const samples = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 70 });

describe('a summary', () => {
  it('has mean, deviation and standard error', () => {
    expect(summaryOf([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ n: 8, mean: 5, deviation: Math.sqrt(32 / 7) });
    expect(standardError({ n: 16, mean: 0, deviation: 2 })).toBe(0.5);
  });

  it('has a median of the middle or of the two in the middle', () => {
    expect(medianOf([3, 1, 2])).toBe(2);
    expect(medianOf([4, 1, 3, 2])).toBe(2.5);
    expect(medianOf([])).toBeNaN();
  });
});

describe('the test of Mann and Whitney', () => {
  it('is exact for small samples without ties', () => {
    expect(mannWhitney(A, B)).toMatchObject({ u: 58, p: expect.closeTo(0.13591114767585355, 14) as number });
    expect(
      mannWhitney(
        A,
        B.map((b) => b + 5),
      ),
    ).toEqual({ u: 0, p: expect.closeTo(4.113533525298231e-5, 18) as number, delta: -1 });
  });

  it('is approximate, corrected for ties and continuity, where there are ties', () => {
    const { u, p } = mannWhitney([1, 2, 2, 3, 5, 5, 5, 8], [2, 4, 5, 6, 7, 8, 9, 9, 10]);
    expect(u).toBe(15);
    expect(p).toBeCloseTo(0.04634452328787855, 14);
  });

  it('is approximate for large samples', () => {
    const a = Array.from({ length: 60 }, (_, i) => ((i * 7919) % 1009) / 1009);
    const b = Array.from({ length: 55 }, (_, i) => ((i * 6271) % 1013) / 1013 + 0.05);
    const { u, p } = mannWhitney(a, b);
    expect(u).toBe(1560);
    expect(p).toBeCloseTo(0.6162980745248541, 13);
  });

  it('says nothing where all values are the same', () => {
    expect(mannWhitney([1, 1], [1, 1, 1])).toEqual({ u: 3, p: 1, delta: 0 });
  });

  it('mirrors, and sees only the order', () => {
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        const [there, back] = [mannWhitney(a, b), mannWhitney(b, a)];
        expect(there.u + back.u).toBe(a.length * b.length);
        expect(there.p).toBeCloseTo(back.p, 12);
        expect(there.delta).toBeCloseTo(-back.delta, 12);
        expect(there.p).toBeGreaterThan(0);
        expect(there.p).toBeLessThanOrEqual(1);
        const cubes = (values: readonly number[]): number[] => values.map((value) => value ** 3);
        expect(mannWhitney(cubes(a), cubes(b))).toEqual(there);
      }),
    );
  });
});

describe("Welch's tests", () => {
  const [a, b] = [summaryOf(A), summaryOf(B)];

  it('compare two means', () => {
    const { difference, error, degrees, p } = welch(a, b);
    expect(difference / error).toBeCloseTo(1.2051566043466975, 13);
    expect(degrees).toBeCloseTo(15.796568452036245, 12);
    expect(p).toBeCloseTo(0.24588722274764274, 10);
  });

  it.each([
    [0.5, 0.4257034153309754],
    [1, 0.06627660314418181],
    [2, 0.00024119892499202918],
  ])('find them equivalent or not with a margin of %d', (margin, p) => {
    expect(tost(a, b, margin).p).toBeCloseTo(p, 10);
  });

  it('have an interval of 90 %', () => {
    const [lower, upper] = tost(a, b, 1).interval;
    expect(lower).toBeCloseTo(-0.1942235529508648, 10);
    expect(upper).toBeCloseTo(1.0577791085064197, 10);
  });

  it('find equivalence exactly where the interval is within the margin', () => {
    fc.assert(
      fc.property(samples, samples, fc.double({ min: 0.1, max: 9, noNaN: true }), (x, y, margin) => {
        const { interval, p } = tost(summaryOf(x), summaryOf(y), margin);
        const nearest = margin - Math.max(Math.abs(interval[0]), Math.abs(interval[1]));
        fc.pre(Math.abs(nearest) > 1e-6);
        expect(p < 0.05).toBe(nearest > 0);
      }),
    );
  });

  it('take samples that do not vary', () => {
    const [one, two] = [summaryOf([1, 1]), summaryOf([2, 2])];
    expect(welch(one, one).p).toBe(1);
    expect(welch(one, two).p).toBe(0);
    expect(tost(one, one, 0.1)).toEqual({ difference: 0, interval: [0, 0], p: 0 });
    expect(tost(one, two, 0.1)).toEqual({ difference: -1, interval: [-1, -1], p: 1 });
  });
});

describe("Holm's adjustment", () => {
  it('has the values that are known', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005, 0.9]);
    [0.04, 0.09, 0.09, 0.025, 0.9].forEach((p, at) => expect(adjusted[at]).toBeCloseTo(p, 14));
    expect(holm([])).toEqual([]);
  });
});
