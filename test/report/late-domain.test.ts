import { describe, expect, it } from 'vitest';
import type { Curve } from '../../src/analysis/comparison.js';
import { lateDomain } from '../../src/report/figures/parts/late-domain.js';

function curve(x: readonly number[], median: readonly (number | null)[]): Curve {
  return { x, median, medianLower: median, medianUpper: median } as unknown as Curve;
}

describe('the part of an axis that late values take', () => {
  it('cuts off bad first guesses, with a margin around what comes later', () => {
    const [low, high] = lateDomain([curve([1, 9, 10, 100], [1, 50, 70, 72]), curve([1, 100], [null, 71])]) ?? [];
    expect(low).toBeCloseTo(70 - 0.4 * 2, 12);
    // Nothing is better than 72, so that there the axis ends.
    expect(high).toBe(72);
  });

  it('is left as it is where little would be gained, and where nothing differs later', () => {
    expect(lateDomain([curve([1, 10, 100], [0, 6, 10])])).toBeUndefined();
    expect(lateDomain([curve([1, 10, 100], [0, 7, 7])])).toBeUndefined();
    expect(lateDomain([curve([1, 10], [null, null])])).toBeUndefined();
  });
});
