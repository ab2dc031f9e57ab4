import { describe, expect, it } from 'vitest';
import { auditTable } from '../../../src/runtimes/table/audit.js';
import type { Table } from '../../../src/runtimes/table/reader.js';
import { toyDescriptor } from './toy.js';

const NONE = { missing: 0, failed: 0, duplicates: 0, partial: 0, gaps: 0, zeroCosts: 0, cheaper: 0, copies: 0 };
const [LEVELS, RUNS] = [6, 2];
const CELLS = 6 * LEVELS * RUNS;

/** 6 rows, 3 x 2 levels, 2 replicates; nothing odd but what is changed. */
function tableWith(changes: Partial<Table> & { readonly loss?: (cell: number) => number }): Table {
  const { loss = (cell: number): number => cell, ...more } = changes;
  return {
    rows: 6,
    levels: [
      [1, 3, 9],
      [0.5, 1],
    ],
    replicates: RUNS,
    columns: {
      loss: Float64Array.from({ length: CELLS }, (_, cell) => loss(cell)),
      params: new Float64Array(6).fill(1),
    },
    cost: Float64Array.from({ length: 6 * LEVELS }, (_, at) => 1 + (at % LEVELS)),
    ...more,
  };
}

const audit = (table: Table): object => auditTable(table, toyDescriptor());

describe('the audit of a table', () => {
  it('finds nothing where nothing is odd', () => {
    expect(audit(tableWith({}))).toEqual(NONE);
  });

  it('counts a configuration at a level as missing when no replicate was measured', () => {
    const oneRun = tableWith({ loss: (cell) => (cell === 5 ? NaN : cell) });
    expect(audit(oneRun)).toEqual({ ...NONE, gaps: 1 });
    expect(audit(tableWith({ loss: (cell) => (cell === 4 || cell === 5 ? NaN : cell) }))).toEqual({
      ...NONE,
      missing: 1,
    });
  });

  it('counts the cells that a run lacks where another run of its row has some: no trial can be told to have got there', () => {
    // The second run of the first row has nothing at all, so that the row has one run only.
    const short = tableWith({ loss: (cell) => (cell < LEVELS * RUNS && cell % RUNS === 1 ? NaN : cell) });
    expect(audit(short)).toEqual(NONE);
    const diverged = tableWith({
      loss: (cell) => (cell < LEVELS * RUNS && cell % RUNS === 1 && cell > 1 ? NaN : cell),
    });
    expect(audit(diverged)).toEqual({ ...NONE, gaps: LEVELS - 1 });
  });

  it('counts cells that have some numbers only, what is optional aside, failed runs apart', () => {
    const columns = {
      loss: new Float64Array(CELLS).fill(1).fill(NaN, 0, 3),
      error: Float64Array.from({ length: CELLS }, (_, i) => i),
    };
    const failed = new Uint8Array(CELLS).fill(1, 0, 1);
    const found = auditTable(tableWith({ columns, failed }), toyDescriptor());
    expect(found).toEqual({ ...NONE, failed: 1, partial: 2 });
    const loss = { direction: 'minimize', role: 'objective', optional: true } as const;
    const table = tableWith({ columns });
    expect(auditTable(table, toyDescriptor({ metrics: { loss } }))).toEqual(NONE);
  });

  it('counts costs of 0, and levels that are cheaper than the one below on an axis that costs', () => {
    const cost = Float64Array.from({ length: 6 * LEVELS }, (_, at) => 1 + (at % LEVELS));
    cost[0] = 0;
    // Of the second row: epoch 3, size 1, below both its neighbours.
    cost[LEVELS + 3] = 0.5;
    expect(audit(tableWith({ cost }))).toEqual({ ...NONE, zeroCosts: 1, cheaper: 2 });
    const fidelities = toyDescriptor().fidelities.map((axis) => ({ ...axis, cost: 'none' as const }));
    expect(auditTable(tableWith({ cost }), toyDescriptor({ fidelities }))).toEqual({ ...NONE, zeroCosts: 1 });
  });

  it('counts replicates with exactly the metrics of an earlier one', () => {
    expect(audit(tableWith({ loss: (cell) => (cell === 7 ? 6 : cell) }))).toEqual({ ...NONE, copies: 1 });
    const two = { loss: new Float64Array(CELLS).fill(1), error: Float64Array.from({ length: CELLS }, (_, i) => i) };
    expect(audit(tableWith({ columns: two }))).toEqual(NONE);
  });
});
