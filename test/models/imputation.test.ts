import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { impute } from '../../src/models/imputation.js';

function imputed(rows: readonly (readonly number[])[], levels: readonly number[], seed = 0): number[][] {
  const data = Float64Array.from(rows.flat());
  impute(data, Int32Array.from(levels), createRng('imputation', seed));
  return rows.map((row, index) => [...data.subarray(index * row.length, (index + 1) * row.length)]);
}

describe('imputation', () => {
  it('takes all that a row lacks from one row that has its first missing entry', () => {
    const rows = [
      [0.1, 0.5, 2],
      [0.2, 0.6, 0],
      [0.3, NaN, NaN],
    ];
    const seen = new Set(Array.from({ length: 40 }, (_, seed) => JSON.stringify(imputed(rows, [0, 0, 3], seed)[2])));
    expect([...seen].sort()).toEqual(['[0.3,0.5,2]', '[0.3,0.6,0]']);
  });

  it('goes on to another row for what the first one lacks, too', () => {
    const rows = [
      [0.1, 0.5, NaN],
      [0.2, NaN, 1],
      [0.3, NaN, NaN],
    ];
    for (let seed = 0; seed < 10; seed++) expect(imputed(rows, [0, 0, 2], seed)[2]).toEqual([0.3, 0.5, 1]);
  });

  it('draws what no row has', () => {
    const drawn = Array.from({ length: 200 }, (_, seed) => imputed([[NaN, NaN]], [0, 3], seed)[0] as number[]);
    expect(new Set(drawn.map(([, level]) => level))).toEqual(new Set([0, 1, 2]));
    expect(Math.abs(drawn.reduce((sum, [x]) => sum + (x as number), 0) / 200 - 0.5)).toBeLessThan(0.1);
  });

  it('leaves nothing open and changes nothing that was there', () => {
    const entry = fc.oneof(fc.constant(NaN), fc.nat(2));
    const rows = fc.array(fc.array(entry, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(rows, fc.nat(), (given, seed) => {
        imputed(given, [3, 3, 3], seed).forEach((row, index) => {
          row.forEach((value, axis) => {
            const before = given[index]?.[axis] as number;
            expect([0, 1, 2]).toContain(value);
            if (!Number.isNaN(before)) expect(value).toBe(before);
          });
        });
      }),
    );
  });
});
