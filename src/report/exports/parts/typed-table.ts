import type { Value } from '../../../core/types.js';

export type ColumnType = 'text' | 'integer' | 'number' | 'boolean';

/** `null` is a value that is not there, which differs from an empty text. */
export type Field = Value | null;

export interface TypedColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** A table that is written while it is read: only the rows under way are in memory. */
export interface TypedTable {
  /** Path of its file without the extension. */
  readonly name: string;
  readonly columns: readonly TypedColumn[];
  /** Fields in the order of the columns. */
  readonly rows: AsyncIterable<readonly Field[]> | Iterable<readonly Field[]>;
}

/** Writes a table into a file. */
export type WriteTable = (table: TypedTable, file: string) => Promise<void>;
