import { beforeAll, describe, expect, it } from 'vitest';
import mlpTable from '../../benchmarks/mlp-table/table.js';
import { auditTable } from '../../src/runtimes/table/audit.js';
import { mirror } from '../mirror.js';
import { openTables, rowMeans, type OpenTable } from './open-table.js';

const folder = mirror();

/** By data set: the best mean balanced accuracy, computed from the array alone by another program. */
const BEST: Readonly<Record<string, number>> = {
  australian: 0.9446693657219974,
  blood_transfusion: 0.74669256381798,
  car: 1,
  credit_g: 0.8852744165946413,
  kc1: 0.8524411593075276,
  phoneme: 0.944469719947427,
  segment: 0.9685131195335277,
  vehicle: 0.9515701247904638,
};

describe.runIf(folder !== undefined)('mlp-table', () => {
  let open: (instance: string) => Promise<OpenTable>;
  beforeAll(async () => {
    open = await openTables(folder as string, 'mlp-table', mlpTable);
  });

  it.each(Object.entries(BEST))('has the best mean of %s, %d', async (instance, best) => {
    const { table } = await open(instance);
    expect(Math.max(...rowMeans(table, 'bal_acc'))).toBeCloseTo(best, 14);
  });

  it('answers what is between its optima, and says what is odd', async () => {
    for (const instance of Object.keys(BEST)) {
      const { table, descriptor } = await open(instance);
      for (const [name, { optimum, observed, of = '' }] of Object.entries(descriptor.metrics)) {
        const values = (table.columns[name] as Float64Array).toSorted();
        if (of !== '') {
          expect(optimum).toBe(Math.max(...rowMeans(table, of)));
          continue;
        }
        expect([values[0], values.at(-1)]).toEqual(observed);
        expect(values.at(-1)).toBe(optimum);
      }
      const odd = Object.entries(auditTable(table, descriptor)).filter(([, count]) => count > 0);
      expect(Object.fromEntries(odd)).toEqual(descriptor.table?.audit);
    }
  });

  it('finds a row by the lists of the source, the last parameter fastest', async () => {
    const { find } = await open('car');
    const first = { alpha: 1e-8, batch_size: 4, depth: 1, learning_rate_init: 1e-5, width: 16 };
    expect(find(first)).toBe(0);
    expect(find({ ...first, width: 25 })).toBe(1);
    expect(find({ ...first, depth: 2 })).toBe(100);
    expect(find({ alpha: 1, batch_size: 256, depth: 3, learning_rate_init: 1, width: 1024 })).toBe(29_999);
  });
});
