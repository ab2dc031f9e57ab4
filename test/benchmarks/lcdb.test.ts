import { beforeAll, describe, expect, it } from 'vitest';
import lcdb from '../../benchmarks/lcdb/table.js';
import { loadFamily } from '../../src/runner/families.js';
import { auditTable } from '../../src/runtimes/table/audit.js';
import { createLookUp } from '../../src/runtimes/table/look-up.js';
import type { Column } from '../../src/runtimes/table/reader.js';
import { mirror } from '../mirror.js';
import { openTables, type OpenTable } from './open-table.js';

const folder = mirror();

describe.runIf(folder !== undefined)('lcdb', () => {
  let open: (instance: string) => Promise<OpenTable>;
  const answer = async (instance: string, learner: string, anchor: number) => {
    const { table, descriptor, find } = await open(instance);
    return createLookUp(table, descriptor, find)({ learner }, { anchor }, 1);
  };
  beforeAll(async () => {
    open = await openTables(folder as string, 'lcdb', lcdb);
  });

  it('has 7,149 curves of 28 learners on 263 data sets, 447,585 points, and says how many are missing', async () => {
    const { descriptors } = await loadFamily('lcdb');
    const instances = Object.keys(descriptors);
    let [curves, points, missing] = [0, 0, 0];
    for (const instance of instances) {
      const { table, descriptor } = await open(instance);
      const own = measured(table.columns['val'] as Column, table.rows);
      curves += own.filter((count) => count > 0).length;
      points += own.reduce((sum, count) => sum + count, 0);
      const audit = auditTable(table, descriptor);
      const none = descriptor.table?.audit?.missing ?? 0;
      expect(audit).toMatchObject({ missing: none, partial: none, zeroCosts: 0 });
      missing += audit.missing;
    }
    expect([instances.length, curves, points, missing]).toEqual([263, 7149, 447_585, 18_531]);
  });

  it('has every number between the ends that the manifest gives, and the optima at the highest anchor', async () => {
    const { descriptors } = await loadFamily('lcdb');
    for (const instance of Object.keys(descriptors)) {
      const { table, descriptor } = await open(instance);
      const levels = table.levels[0]?.length as number;
      for (const name of ['val', 'test']) {
        const column = table.columns[name] as Column;
        const values = column.filter((value) => !Number.isNaN(value)).toSorted();
        expect([values[0], values.at(-1)]).toEqual(descriptor.metrics[name]?.observed);
        const last = column.filter((value, cell) => !Number.isNaN(value) && cell % levels === levels - 1);
        expect(Math.min(...last)).toBe(descriptor.metrics[name]?.optimum);
      }
    }
  });

  it('answers credit-g with the random forest that is the best at 790 samples', async () => {
    const { metrics, cost } = await answer('31', 'ens.RandomForest', 790);
    expect(metrics).toMatchObject({ val: 0.2453 });
    expect(cost).toBe(1);
  });

  it('asks less for fewer samples, in proportion', async () => {
    const { cost } = await answer('31', 'TabPFNv2', 16);
    expect(cost).toBe(16 / 790);
  });

  it('refuses a learner that was not run, at the cost of the anchor', async () => {
    const refused = answer('1088', 'TabPFNv2', 23);
    await expect(refused).rejects.toMatchObject({ code: 'objective-failed', cost: 23 / 305 });
    await expect(refused).rejects.toThrow('not measured at {"anchor":23}: refused, not invented');
  });

  it('leaves out what lies beyond the samples of a data set', async () => {
    const highest = async (instance: string) => (await open(instance)).table.levels[0]?.at(-1);
    expect([await highest('1088'), await highest('41972')]).toEqual([305, 6889]);
  });
});

/** Measured cells, by row. */
function measured(column: Column, rows: number): readonly number[] {
  const each = column.length / rows;
  return Array.from(
    { length: rows },
    (_, row) => column.subarray(row * each, (row + 1) * each).filter((value) => !Number.isNaN(value)).length,
  );
}
