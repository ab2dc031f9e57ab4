import type { Descriptor } from '../../protocol/descriptor.js';
import type { Value } from '../../core/types.js';
import type { Cell } from './cells.js';
import type { MeasuredCell } from './measured-cell.js';
import { REASON, type PlannedTable } from './table-plan.js';

/** A cell and what became of it. */
export interface Row {
  readonly cell: Cell;
  readonly measured: MeasuredCell;
}

/**
 * The rows as CSV, a line a cell in the order of the cells. What an instance does not have, and the metrics of a cell that failed,
 * are left empty.
 */
export function rowsText(tables: readonly PlannedTable[], rows: readonly Row[]): string {
  const parameters = union(tables, ({ space }) =>
    space.parameters.filter(({ type }) => type !== 'constant').map(({ name }) => name),
  );
  const fidelities = union(tables, (descriptor) => descriptor.fidelities.map(({ name }) => name));
  const metrics = union(tables, (descriptor) => Object.keys(descriptor.metrics));
  const header = ['instance', ...parameters, ...fidelities, 'replicate', ...metrics, 'cost', 'failed', REASON];
  const lines = rows.map(({ cell, measured }) => {
    const found = measured.status === 'completed' ? measured.metrics : {};
    return [
      cell.instance,
      ...parameters.map((name) => cell.configuration[name]),
      ...fidelities.map((name) => cell.fidelity[name]),
      cell.seed,
      ...metrics.map((name) => found[name]),
      measured.cost,
      ...(measured.status === 'completed' ? [undefined, undefined] : [true, reasonOf(measured)]),
    ];
  });
  return [header, ...lines].map((fields) => `${fields.map(field).join(',')}\n`).join('');
}

function union(
  tables: readonly PlannedTable[],
  names: (descriptor: Descriptor) => readonly string[],
): readonly string[] {
  return [...new Set(tables.flatMap(({ descriptor }) => names(descriptor)))];
}

function reasonOf({ status, message }: Exclude<MeasuredCell, { readonly status: 'completed' }>): string {
  return `${status}: ${message.split('\n', 1)[0] ?? ''}`;
}

/** RFC 4180; a number as its shortest text that is the same number. */
function field(value: Value | undefined): string {
  const text = value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
