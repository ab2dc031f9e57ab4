import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createProductKde, type KdeRule, type ProductKde } from '../../src/models/product-kde.js';

const REFERENCE: KdeRule = { minBandwidth: 1e-3, levels: 'observed' };
const FIXED: KdeRule = { minBandwidth: 1e-3, levels: 'declared' };

function fitted(rows: readonly (readonly number[])[], levels: readonly number[], rule = REFERENCE): ProductKde {
  const kde = createProductKde(Int32Array.from(levels), rule);
  kde.fit(Float64Array.from(rows.flat()), rows.length);
  return kde;
}

const at = (kde: ProductKde, ...point: number[]): number => kde.density(Float64Array.from(point));

/** Four columns: a number, one of two, a number, one of three. */
const MIXED = [
  [0.1, 0, 0.9, 2],
  [0.2, 1, 0.5, 0],
  [0.35, 1, 0.3, 0],
  [0.5, 0, 0.2, 1],
  [0.75, 1, 0.6, 0],
  [0.3, 1, 0.45, 2],
];

describe('bandwidths by the normal reference rule', () => {
  it('are those that are known', () => {
    const line = [0.1, 0.2, 0.35, 0.5, 0.9].map((x) => [x]);
    expect(fitted(line, [0]).bandwidths[0]).toBeCloseTo(0.215115, 6);
    const plane = [
      [0.1, 0.9],
      [0.2, 0.5],
      [0.35, 0.3],
      [0.5, 0.2],
    ];
    const [first, second] = fitted(plane, [0, 0]).bandwidths;
    expect(first).toBeCloseTo(0.127506, 6);
    expect(second).toBeCloseTo(0.225554, 6);
  });

  it('are taken of level indexes, too, and never fall below the least', () => {
    const kde = fitted(MIXED, [0, 2, 0, 3]);
    const known = [0.17918376041007997, 0.3994208228954385, 0.19011864755806954, 0.760474590232278];
    known.forEach((bandwidth, axis) => expect(kde.bandwidths[axis]).toBeCloseTo(bandwidth, 14));
    expect(fitted([[0.5], [0.5], [0.5]], [0]).bandwidths[0]).toBe(1e-3);
  });
});

describe('the product kernel density', () => {
  it("has statsmodels' values on numbers and categoricals (KDEMultivariate of 0.15.0)", () => {
    const line = fitted(
      [0.1, 0.2, 0.35, 0.5, 0.9].map((x) => [x]),
      [0],
    );
    expect(at(line, 0)).toBeCloseTo(0.6973514405301007, 13);
    expect(at(line, 0.3)).toBeCloseTo(1.1830332727667343, 13);
    const mixed = fitted(MIXED, [0, 2, 0, 3]);
    expect(at(mixed, 0.3, 1, 0.4, 0)).toBeCloseTo(0.3902864923867444, 13);
    expect(at(mixed, 0.9, 0, 0.9, 2)).toBeCloseTo(0.024038811772691914, 13);
    expect(at(mixed, 0.1, 0, 0.1, 1)).toBeCloseTo(0.05651403467189608, 13);
  });

  it("has Aitchison and Aitken's kernel for categoricals: 0, 0, 1, 2 with h = 0.2 and L = 3", () => {
    // So often repeated, their own bandwidth falls below the least.
    const rows = Array.from({ length: 500 }, () => [[0], [0], [1], [2]]).flat();
    const kde = fitted(rows, [3], { ...REFERENCE, minBandwidth: 0.2 });
    expect(kde.bandwidths[0]).toBe(0.2);
    [0.45, 0.275, 0.275].forEach((density, level) => expect(at(kde, level)).toBeCloseTo(density, 12));
  });

  it('as the reference turns round when a bandwidth passes 1; mended, it is flat at most', () => {
    const often = [0, 0, 1, 2, 3, 4, 5, 5].map((x) => [x]);
    const reference = fitted(often, [6]);
    expect(reference.bandwidths[0]).toBeCloseTo(1.3542645233572759, 14);
    expect(at(reference, 0)).toBeCloseTo(0.11457354766427241, 14);
    expect(at(reference, 1)).toBeCloseTo(0.1927132261678638, 14);
    const fixed = fitted(often, [6], FIXED);
    expect(fixed.bandwidths[0]).toBe(5 / 6);
    for (const x of [0, 1, 5]) expect(at(fixed, x)).toBeCloseTo(1 / 6, 14);
  });

  it('as the reference is infinite beside a constant column; mended, it is as good as nothing', () => {
    const rows = [
      [0.1, 1],
      [0.4, 1],
      [0.7, 1],
    ];
    const reference = fitted(rows, [0, 3]);
    expect(at(reference, 0.2, 1)).toBeCloseTo(0.9950671608358407, 13);
    expect(at(reference, 0.2, 0)).toBe(Infinity);
    expect(at(fitted(rows, [0, 3], FIXED), 0.2, 0)).toBeCloseTo((0.9950671608358407 / 0.999) * 0.0005, 13);
  });

  it('bears a categorical of one level', () => {
    for (const rule of [REFERENCE, FIXED]) expect(at(fitted([[0.5, 0]], [0, 1], rule), 0.5, 0)).toBeGreaterThan(0);
  });

  it('as mended, is never NaN nor negative, and sums to one over the levels', () => {
    const rows = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(3)), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(rows, fc.double({ min: 0, max: 1, noNaN: true }), (data, x) => {
        const kde = fitted(data, [0, 4], FIXED);
        const line = fitted(
          data.map(([number]) => [number]),
          [0],
          { ...FIXED, minBandwidth: kde.bandwidths[0] as number },
        );
        const densities = [0, 1, 2, 3].map((level) => at(kde, x, level));
        for (const density of densities) expect(density).toBeGreaterThanOrEqual(0);
        // The rule of one column is narrower than that of two, so that the least bandwidth makes both the same.
        const total = densities.reduce((sum, density) => sum + density, 0);
        expect(total).toBeCloseTo(at(line, x), 8);
      }),
    );
  });
});
