import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng.js';
import type { Configuration } from '../../../src/core/types.js';
import { exactRow } from '../../../src/runtimes/table/exact-row.js';
import { findRow } from '../../../src/runtimes/table/find-row.js';
import { createGrid } from '../../../src/runtimes/table/grid-row.js';
import { nearestRow } from '../../../src/runtimes/table/nearest-row.js';
import type { Table } from '../../../src/runtimes/table/reader.js';
import type { SpaceDefinition } from '../../../src/space/parameter.js';
import { createSearchSpace, type SearchSpace } from '../../../src/space/space.js';
import { toyDescriptor } from './toy.js';

const MIXED: SpaceDefinition = {
  parameters: [
    { name: 'lr', type: 'float', lower: 1e-4, upper: 1, log: true },
    { name: 'opt', type: 'categorical', choices: ['sgd', 'adam', 'rms'] },
    { name: 'momentum', type: 'float', lower: 0, upper: 1 },
    { name: 'depth', type: 'integer', lower: 1, upper: 4 },
    { name: 'fixed', type: 'constant', value: 7 },
  ],
  conditions: [{ child: 'momentum', when: { parameter: 'opt', equals: 'sgd' } }],
};

function codesOf(space: SearchSpace, rows: readonly Configuration[]): Float64Array {
  return Float64Array.from(rows.flatMap((row) => [...space.encode(row)]));
}

function drawn(space: SearchSpace, seed: number, count: number): Configuration[] {
  return Array.from({ length: count }, (_, i) => space.sample(createRng('rows', seed, i)));
}

describe('a grid', () => {
  it('numbers all configurations, the last parameter fastest', () => {
    const { size, row } = createGrid(
      createSearchSpace({
        parameters: [
          { name: 'x', type: 'integer', lower: -1, upper: 2 },
          { name: 'c', type: 'constant', value: 'k' },
          { name: 'y', type: 'categorical', choices: [true, 'two', 3] },
          { name: 'z', type: 'ordinal', sequence: [0.1, 1] },
        ],
      }),
    );
    const places = [-1, 0, 1, 2].flatMap((x) =>
      [true, 'two', 3].flatMap((y) => [0.1, 1].map((z) => row({ x, c: 'k', y, z }))),
    );
    expect(places).toEqual(Array.from({ length: size }, (_, place) => place));
    expect(row({ x: 3, c: 'k', y: 3, z: 1 })).toBe(-1);
    expect(row({ x: 0.5, c: 'k', y: 3, z: 1 })).toBe(-1);
    expect(row({ x: 0, c: 'k', y: 'three', z: 1 })).toBe(-1);
  });

  it('has no conditions and no floats', () => {
    expect(() => createGrid(createSearchSpace(MIXED))).toThrow(/no grid: it has conditions/);
    const { parameters } = MIXED;
    expect(() => createGrid(createSearchSpace({ parameters }))).toThrow(/no grid: lr is a float/);
  });
});

describe('an exact row', () => {
  it('is the first with the same configuration, inactive parameters included, and none for any other', () => {
    const space = createSearchSpace(MIXED);
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 60 }), (seed, count) => {
        const rows = drawn(space, seed, count);
        const twice = [...rows, ...rows];
        const find = exactRow(space, codesOf(space, twice));
        expect(twice.map((row) => find({ ...row }))).toEqual([...rows.keys(), ...rows.keys()]);
        for (const other of drawn(space, seed + 5000, 20)) expect(find(other)).toBe(-1);
      }),
      { numRuns: 30 },
    );
  });

  it('of a space without dimensions is the only one', () => {
    const space = createSearchSpace({ parameters: [{ name: 'fixed', type: 'constant', value: 7 }] });
    expect(exactRow(space, new Float64Array())({ fixed: 7 })).toBe(0);
  });
});

describe('the nearest row', () => {
  it('is the one at the least distance of unit codes, the first among equals', () => {
    const space = createSearchSpace(MIXED);
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 40 }), (seed, count) => {
        const rows = [...drawn(space, seed, count), ...drawn(space, seed, 2)];
        const find = nearestRow(space, codesOf(space, rows));
        for (const asked of [...drawn(space, seed + 5000, 20), ...rows]) {
          const distances = rows.map((row) => distance(space, asked, row));
          expect(find(asked)).toBe(distances.indexOf(Math.min(...distances)));
        }
      }),
      { numRuns: 30 },
    );
  });
});

/** Written another way: over names, in words of the rule. */
function distance(space: SearchSpace, a: Configuration, b: Configuration): number {
  let sum = 0;
  space.axes.forEach(({ name, type }, axis) => {
    if (a[name] === b[name]) return;
    const bothActive = name in a && name in b;
    const step = space.encode(a)[axis] as number;
    sum += !bothActive || type === 'categorical' ? 1 : (step - (space.encode(b)[axis] as number)) ** 2;
  });
  return sum;
}

describe('the rule of a table', () => {
  const table = { rows: 6, levels: [[1]], replicates: 1, columns: {} } as Table;
  const find = (rule: 'grid' | 'exact' | 'nearest', rows: number) => () =>
    findRow({ ...table, rows }, toyDescriptor({ table: { find: rule } }), createSearchSpace(toyDescriptor().space));

  it('needs as many rows as the grid has configurations, or codes', () => {
    expect(find('grid', 6)()({ op: 'b', width: 16 })).toBe(3);
    expect(find('grid', 5)).toThrow(/has 5 rows, and its space 6 configurations/);
    expect(find('exact', 6)).toThrow(/has no codes to find a row by/);
  });

  it("is the family's own where it says so", () => {
    const own = toyDescriptor({ table: { find: 'own' } });
    const space = createSearchSpace(toyDescriptor().space);
    expect(findRow({ ...table, find: () => 4 }, own, space)({ op: 'b', width: 16 })).toBe(4);
    expect(() => findRow(table, own, space)).toThrow(/finds no rows itself/);
  });
});
