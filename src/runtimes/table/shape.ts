import type { Column, Table } from './reader.js';

/** How the cells of a table are numbered. */
export interface Shape {
  readonly rows: number;
  /** Combinations of levels: of no fidelity there is one. */
  readonly levels: number;
  readonly replicates: number;
  readonly cells: number;
}

export function shapeOf(table: Pick<Table, 'rows' | 'levels' | 'replicates'>): Shape {
  const { rows, replicates } = table;
  const levels = table.levels.reduce((product, { length }) => product * length, 1);
  return { rows, levels, replicates, cells: rows * levels * replicates };
}

/** How many cells share a value of a column: `floor(cell / stride)` is its place. Undefined for a length that fits nothing. */
export function strideOf({ length }: Column, { rows, levels, replicates, cells }: Shape): number | undefined {
  if (length === cells) return 1;
  if (length === rows * levels) return replicates;
  return length === rows ? levels * replicates : undefined;
}
