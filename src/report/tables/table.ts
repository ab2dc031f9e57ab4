import type { Comparison } from '../../analysis/comparison.js';

/** A table of a report. A file in this folder exports one by default; nothing is to be edited when one is added. */
export interface TableDefinition {
  /** As the file. */
  readonly name: string;
  /** Place in the report, ascending. */
  readonly order: number;
  readonly title: string;
  /** What the columns are, in a sentence or two. */
  readonly about: string;
  readonly rows: (comparison: Comparison) => readonly Row[];
}

/** Its keys, the same in every row of a table, are the headings. The page filters by `benchmark` and `optimizer` where they are. */
export type Row = Readonly<Record<string, Cell>>;

/** `null`: not known. */
export type Cell = string | number | null;
