import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../src/data/csv.js';
import { cellTable } from '../../../src/runtimes/table/cell-table.js';
import { createSearchSpace } from '../../../src/space/space.js';
import { failureOf, folderOf } from '../../data/fixture.js';
import { nasbenchRecord } from '../../data/nasbench-record.js';
import { toyDescriptor } from './toy.js';

const EDGE = {
  hash: '043721b9c7fe8c5fad811d47d83132ec',
  adjacency: '0100',
  operations: 'input,output',
  parameters: 882_570,
};

/** A table of one cell, trained at these budgets in this order; the epoch is the accuracy in percent, the record its seconds. */
async function tableOf(budgets: readonly number[], settings: Readonly<Record<string, string | number>>) {
  const records = budgets.map((budget, at) =>
    nasbenchRecord({ ...EDGE, budget, evaluations: [[budget, at + 1, budget / 100, budget / 100, budget / 100]] }),
  );
  const fidelity = {
    name: 'budget',
    type: 'integer',
    lower: 4,
    upper: 12,
    levels: [4, 12],
    continuation: false,
    unit: 'epochs',
  } as const;
  const descriptor = toyDescriptor({
    fidelities: 'budget' in settings ? [] : [fidelity],
    metrics: {
      validation_accuracy: { direction: 'maximize', role: 'objective' },
      trainable_parameters: { direction: 'minimize', role: 'feature' },
    },
    settings,
  });
  const trainings = join(folderOf({ 'some.tfrecord': Buffer.concat(records) }), 'some.tfrecord');
  const space = createSearchSpace(descriptor.space);
  return cellTable.read({ instance: 'toy', descriptor, space, folder: '', data: { trainings }, csv: readCsv });
}

const SMALL = { encoding: 'a', vertices: 2, repeats: 2 };

describe('a table of cells', () => {
  it('has the trainings of a cell in the order of the file, and NaN where there is none', async () => {
    const table = await tableOf([12, 4, 12], SMALL);
    expect([table.rows, table.levels, table.replicates]).toEqual([1, [[4, 12]], 2]);
    expect(table.cost).toEqual(Float64Array.of(2, NaN, 1, 3));
    expect(table.columns).toEqual({
      validation_accuracy: Float64Array.of(0.04, NaN, 0.12, 0.12),
      trainable_parameters: Float64Array.of(882_570, NaN, 882_570, 882_570),
    });
    expect([table.find?.({ edge_0: 1 }), table.find?.({ edge_0: 1 })]).toEqual([0, 0]);
    expect(() => table.find?.({ edge_0: 0 })).toThrow('no path leads from the input to the output');
  });

  it('may have no fidelity, and then says what all cells were trained for', async () => {
    expect((await tableOf([12], { ...SMALL, budget: 12 })).levels).toEqual([]);
    const unsaid = tableOf([12], { encoding: 'a', vertices: 2, repeats: 1, budget: 0 });
    expect(await failureOf(unsaid)).toMatch(/settings\.budget/);
  });

  it('refuses trainings that the manifest knows nothing of, and settings that are none', async () => {
    expect(await failureOf(tableOf([4, 4, 4], SMALL))).toMatch(/cell 0437\w+: more than 2 trainings of 4 epochs/);
    expect(await failureOf(tableOf([36], SMALL))).toMatch(/the manifest has no budget of 36 epochs/);
    expect(await failureOf(tableOf([4], { ...SMALL, encoding: 'd' }))).toMatch(/settings\.encoding/);
    expect(await failureOf(tableOf([4], { encoding: 'a', repeats: 2 }))).toMatch(/vertices/);
  });
});
