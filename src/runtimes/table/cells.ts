import { strideOf, type Shape } from './shape.js';
import type { Column, Table } from './reader.js';

/** What is known of a cell. */
export const MEASURED = 0;
export const FAILED = 1;
export const MISSING = 2;

/** By cell, whether it was measured: a cost and every metric, or else that the run failed. */
export function statusOf(table: Table, shape: Shape): Uint8Array {
  const status = new Uint8Array(shape.cells);
  for (const values of recorded(table)) markMissing(status, values, shape);
  const { failed } = table;
  if (failed !== undefined) {
    for (let cell = 0; cell < status.length; cell++) if (failed[cell] === 1) status[cell] = FAILED;
  }
  return status;
}

/** Every column that a measurement fills. */
export function recorded({ columns, cost }: Pick<Table, 'columns' | 'cost'>): readonly Column[] {
  return cost === undefined ? Object.values(columns) : [...Object.values(columns), cost];
}

function markMissing(status: Uint8Array, values: Column, shape: Shape): void {
  const stride = strideOf(values, shape) as number;
  for (let cell = 0; cell < status.length; cell++) {
    if (Number.isNaN(values[Math.floor(cell / stride)])) status[cell] = MISSING;
  }
}
