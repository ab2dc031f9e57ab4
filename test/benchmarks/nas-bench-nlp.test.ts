import { beforeAll, describe, expect, it } from 'vitest';
import nasBenchNlp from '../../benchmarks/nas-bench-nlp/table.js';
import { auditTable } from '../../src/runtimes/table/audit.js';
import { createLookUp, type LookUp } from '../../src/runtimes/table/look-up.js';
import type { Column } from '../../src/runtimes/table/reader.js';
import { mirror } from '../mirror.js';
import { openTables, type OpenTable } from './open-table.js';

const folder = mirror();

describe.runIf(folder !== undefined)('nas-bench-nlp', () => {
  let opened: OpenTable;
  let lookUp: LookUp;
  const answer = (cell: string, epoch: number, seed: number) => lookUp({ recepie_id: cell }, { epoch }, seed);
  beforeAll(async () => {
    const open = await openTables(folder as string, 'nas-bench-nlp', nasBenchNlp);
    opened = await open('wikitext-2');
    lookUp = createLookUp(opened.table, opened.descriptor, opened.find);
  });

  it('has 345 runs of 291 cells, up to three of each, and 341 of them to the end', () => {
    const { rows, replicates, cost, failed } = opened.table;
    const begun = (cost as Column).filter((value, cell) => Math.floor(cell / replicates) % 50 === 0 && value > 0);
    const ended = (failed as Uint8Array).filter(
      (value, cell) => Math.floor(cell / replicates) % 50 === 49 && value === 0 && !Number.isNaN(cost?.[cell]),
    );
    expect([rows, replicates, begun.length, ended.length]).toEqual([291, 3, 345, 341]);
    expect(auditTable(opened.table, opened.descriptor)).toMatchObject({
      missing: 0,
      failed: 160,
      partial: 0,
      zeroCosts: 0,
      cheaper: 0,
      copies: 0,
    });
  });

  it('has every number between the ends that the manifest gives, and the optima after 50 epochs', () => {
    for (const [name, { observed, optimum, exact }] of Object.entries(opened.descriptor.metrics)) {
      if (exact === true) continue;
      const column = opened.table.columns[name] as Column;
      const values = column.filter((value) => !Number.isNaN(value)).toSorted();
      expect([values[0], values.at(-1)]).toEqual(observed);
      if (optimum === undefined) continue;
      const last = column.filter((value, cell) => Math.floor(cell / 3) % 50 === 49 && !Number.isNaN(value));
      expect(Math.min(...last)).toBe(optimum);
    }
  });

  it('costs the sum of the epochs so far', () => {
    expect(answer('1000001', 50, 0).cost).toBeCloseTo(24_314.407524824142, 6);
    expect(answer('1000000', 1, 0).cost).toBe(141.30380201339722);
  });

  it('fails where a run diverged, at the cost until then', () => {
    expect(answer('1007257', 18, 0).metrics['val_loss']).toBeGreaterThan(0);
    expect(() => answer('1007257', 19, 0)).toThrow('the recorded run failed');
    const costs = [19, 50].map((epoch) => {
      try {
        return answer('1007257', epoch, 0).cost;
      } catch (error) {
        return (error as { readonly cost: number }).cost;
      }
    });
    expect(costs[0]).toBeCloseTo(4757.622602701187, 6);
    expect(costs[1]).toBe(costs[0]);
  });

  it('answers one of the runs of a cell by the seed: one may diverge where another does not', () => {
    expect(() => answer('1009182', 50, 0)).toThrow('the recorded run failed');
    expect(answer('1009182', 50, 1).metrics['val_loss']).toBeLessThan(10);
    expect(answer('1009182', 50, 3).metrics).toEqual(answer('1009182', 50, 1).metrics);
  });
});
