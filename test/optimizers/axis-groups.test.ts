import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAxisGroups, STRUCTURES } from '../../src/optimizers/parts/axis-groups.js';

/** Codes of a configuration that has these axes. */
const having = (dimensions: number, ...axes: number[]): Float64Array =>
  Float64Array.from({ length: dimensions }, (_, axis) => (axes.includes(axis) ? 0.5 : NaN));

describe('groups of axes', () => {
  it('univariate are single axes', () => {
    const groups = createAxisGroups('univariate', 3);
    groups.see(having(3, 0, 1, 2));
    expect(groups.current()).toEqual([[0], [1], [2]]);
  });

  it('multivariate are what all configurations had, and the rest one by one', () => {
    const groups = createAxisGroups('multivariate', 4);
    expect(groups.current()).toEqual([[0], [1], [2], [3]]);
    groups.see(having(4, 0, 1, 2));
    expect(groups.current()).toEqual([[0, 1, 2], [3]]);
    groups.see(having(4, 0, 1, 3));
    expect(groups.current()).toEqual([[0, 1], [2], [3]]);
    groups.see(having(4, 2, 3));
    expect(groups.current()).toEqual([[0], [1], [2], [3]]);
  });

  it('grouped are what the same configurations had', () => {
    const groups = createAxisGroups('grouped', 5);
    groups.see(having(5, 0, 1, 2));
    groups.see(having(5, 0, 3, 4));
    expect(groups.current()).toEqual([[0], [1, 2], [3, 4]]);
    groups.see(having(5, 0, 3));
    expect(groups.current()).toEqual([[0], [1, 2], [3], [4]]);
  });

  it('hold every axis once, whatever was seen; grouped ones whatever the order', () => {
    const configurations = fc.array(fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), { maxLength: 8 });
    fc.assert(
      fc.property(configurations, (seen) => {
        const rows = seen.map((active) => Float64Array.from(active, (is) => (is ? 0 : NaN)));
        for (const structure of STRUCTURES) {
          const groups = createAxisGroups(structure, 4);
          for (const row of rows) groups.see(row);
          expect(groups.current().flat().sort()).toEqual([0, 1, 2, 3]);
        }
        const sorted = (order: readonly Float64Array[]): unknown => {
          const groups = createAxisGroups('grouped', 4);
          for (const row of order) groups.see(row);
          return [...groups.current()].sort(([a = 0], [b = 0]) => a - b);
        };
        expect(sorted([...rows].reverse())).toEqual(sorted(rows));
      }),
    );
  });
});
