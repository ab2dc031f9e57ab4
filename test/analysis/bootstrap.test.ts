import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBootstrap } from '../../src/analysis/bootstrap.js';
import { quantile, quantileOfUnsorted } from '../../src/analysis/quantile.js';

describe('the bootstrap', () => {
  const bootstrap = createBootstrap({ seed: 0, draws: 20_000, confidence: 0.95 });
  const sample = [2.1, 3.4, 1.9, 5.6, 4.4, 3.3, 2.8, 4.9, 3.7, 2.2];

  it('has the percentile bands of scipy', () => {
    // scipy 1.17.1: bootstrap(..., n_resamples=200000, method='percentile'): 2.73..4.18 and 2.2..4.4.
    expect(bootstrap.mean(sample).estimate).toBeCloseTo(3.43, 12);
    expect(bootstrap.mean(sample).lower).toBeCloseTo(2.73, 1);
    expect(bootstrap.mean(sample).upper).toBeCloseTo(4.18, 1);
    expect(bootstrap.median(sample)).toEqual({ estimate: 3.3499999999999996, lower: 2.2, upper: 4.4 });
  });

  it('draws anew for another seed, and the same for the same', () => {
    const again = createBootstrap({ seed: 0, draws: 200, confidence: 0.95 });
    const same = createBootstrap({ seed: 0, draws: 200, confidence: 0.95 });
    const other = createBootstrap({ seed: 1, draws: 200, confidence: 0.95 });
    expect(again.mean(sample)).toEqual(same.mean(sample));
    expect(again.mean(sample)).not.toEqual(other.mean(sample));
  });

  it('has bands of a sample of one value, or of equal ones, that are this value', () => {
    expect(bootstrap.median([4])).toEqual({ estimate: 4, lower: 4, upper: 4 });
    expect(bootstrap.mean([4, 4, 4])).toEqual({ estimate: 4, lower: 4, upper: 4 });
  });

  it('has an infinite end where half of a draw can be infinite', () => {
    expect(bootstrap.median([1, 2, Infinity])).toMatchObject({ estimate: 2, upper: Infinity });
    expect(bootstrap.mean([1, 2, Infinity])).toEqual({ estimate: Infinity, lower: Infinity, upper: Infinity });
  });

  it('holds its estimate between the ends, and these in the range of the sample', () => {
    const few = createBootstrap({ seed: 3, draws: 300, confidence: 0.9 });
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(values, (drawn) => {
        const { estimate, lower, upper } = few.median(drawn);
        expect(lower).toBeLessThanOrEqual(upper);
        expect(lower).toBeGreaterThanOrEqual(Math.min(...drawn));
        expect(upper).toBeLessThanOrEqual(Math.max(...drawn));
        expect(estimate).toBeCloseTo(quantile(Float64Array.from(drawn).sort(), 0.5), 6);
      }),
    );
  });
});

describe('quantiles', () => {
  it('are those of numpy, whose default is type 7', () => {
    // numpy: quantile([1, 2, 4, 8], [0, 0.25, 0.5, 0.75, 1]).
    expect([0, 0.25, 0.5, 0.75, 1].map((share) => quantile([1, 2, 4, 8], share))).toEqual([1, 1.75, 3, 5, 8]);
  });

  it('are the same without sorting first', () => {
    const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ noNaN: true })), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (drawn, share) => {
        const sorted = quantile(Float64Array.from(drawn).sort(), share);
        expect(quantileOfUnsorted(Float64Array.from(drawn), share) === sorted).toBe(true);
      }),
    );
  });
});
