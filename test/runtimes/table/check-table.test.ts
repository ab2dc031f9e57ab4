import { describe, expect, it } from 'vitest';
import { checkTable } from '../../../src/runtimes/table/check-table.js';
import type { Table } from '../../../src/runtimes/table/reader.js';
import { createSearchSpace } from '../../../src/space/space.js';
import { toyDescriptor } from './toy.js';

const descriptor = toyDescriptor({ table: { replicates: 'seed' } });
const SOUND: Table = {
  rows: 6,
  levels: [
    [1, 3, 9],
    [0.5, 1],
  ],
  replicates: 2,
  columns: { loss: new Float64Array(72), params: new Float32Array(6) },
  cost: new Float64Array(36).fill(1),
};
const check = (changes: Partial<Table>) => () =>
  checkTable({ ...SOUND, ...changes }, descriptor, createSearchSpace(descriptor.space));

describe('a table', () => {
  it('is sound with values by cell, by row and level, and by row', () => {
    expect(check({})).not.toThrow();
    expect(check({ failed: new Uint8Array(72), codes: new Float64Array(12) })).not.toThrow();
  });

  it('with replicates says which of them answer', () => {
    const silent = toyDescriptor({ table: {} });
    const checked = (): void => checkTable(SOUND, silent, createSearchSpace(silent.space));
    expect(checked).toThrow(/it has 2 replicates, and the manifest does not say what is answered/);
  });

  const { columns, levels } = SOUND;
  it.each<[string, Partial<Table>, RegExp]>([
    ['without rows', { rows: 0 }, /it has 0 rows/],
    ['without replicates', { replicates: 0 }, /it has 0 replicates/],
    [
      'of another number of fidelities',
      { levels: levels.slice(0, 1) },
      /levels of 1 fidelities, and the manifest has 2/,
    ],
    [
      'of other levels',
      {
        levels: [
          [1, 3],
          [0.5, 1],
        ],
      },
      /the levels \[1, 3\] of epoch, and the manifest \[1, 3, 9\]/,
    ],
    ['without a metric', { columns: { loss: columns['loss'] as Float64Array } }, /the metric params has no column/],
    ['with another metric', { columns: { ...columns, error: new Float64Array(6) } }, /the column error is no metric/],
    [
      'with a column too short',
      { columns: { ...columns, loss: new Float64Array(5) } },
      /5 values, expected 6 or 36 or 72/,
    ],
    ['with a cost too short', { cost: new Float64Array(5) }, /cost has 5 values/],
    ['with a cost of nothing', { cost: new Float64Array(36) }, /36 of 36 costs are not above 0/],
    ['with too few failures', { failed: new Uint8Array(6) }, /failed has 6 values, expected 72/],
    ['with too few codes', { codes: new Float64Array(6) }, /codes has 6 values, expected 12/],
  ])('%s is refused', (_, changes, message) => {
    expect(check(changes)).toThrow(message);
  });
});
