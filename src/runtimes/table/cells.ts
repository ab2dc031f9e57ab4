import type { Descriptor } from '../../protocol/descriptor.js';
import { strideOf, type Shape } from './shape.js';
import type { Column, Table } from './reader.js';

/** What is known of a cell. */
export const MEASURED = 0;
export const FAILED = 1;
export const MISSING = 2;

/**
 * By cell, whether it was measured: a cost and every metric that is not `optional`; or else that the run failed. A run of a continuing
 * fidelity that has some of its numbers at a level and not all of them has failed there, too: it went on, and what it should have
 * had was no number.
 */
export function statusOf(
  table: Table,
  shape: Shape,
  descriptor: Pick<Descriptor, 'metrics' | 'fidelities'>,
): Uint8Array {
  const status = new Uint8Array(shape.cells);
  for (const values of required(table, descriptor)) markMissing(status, values, shape);
  if (descriptor.fidelities.some(({ continuation }) => continuation)) markDiverged(status, table, shape);
  const { failed } = table;
  if (failed !== undefined) {
    for (let cell = 0; cell < status.length; cell++) if (failed[cell] === 1) status[cell] = FAILED;
  }
  return status;
}

/** Every column that a measurement fills. */
export function required(
  { columns, cost }: Pick<Table, 'columns' | 'cost'>,
  { metrics }: Pick<Descriptor, 'metrics'>,
): readonly Column[] {
  const own = Object.entries(columns).flatMap(([name, values]) => (metrics[name]?.optional === true ? [] : [values]));
  return cost === undefined ? own : [...own, cost];
}

function markMissing(status: Uint8Array, values: Column, shape: Shape): void {
  const stride = strideOf(values, shape) as number;
  for (let cell = 0; cell < status.length; cell++) {
    if (Number.isNaN(values[Math.floor(cell / stride)])) status[cell] = MISSING;
  }
}

/** Only what is a cell's own says that there was a run: a value that cells share is there without one. */
function markDiverged(status: Uint8Array, { columns, cost }: Table, shape: Shape): void {
  const all = cost === undefined ? Object.values(columns) : [...Object.values(columns), cost];
  for (const values of all.filter((each) => strideOf(each, shape) === 1)) {
    for (let cell = 0; cell < status.length; cell++) {
      if (status[cell] === MISSING && !Number.isNaN(values[cell])) status[cell] = FAILED;
    }
  }
}
