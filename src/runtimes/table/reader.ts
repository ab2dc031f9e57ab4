import type { Csv } from '../../data/csv.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import type { SearchSpace } from '../../space/space.js';
import type { FindRow } from './grid-row.js';

/** Numbers in as many bytes as they need: a 32-bit column is answered as the 64-bit number of the same value. */
export type Column = Float64Array | Float32Array;

/**
 * A table in memory. A cell is a row, a level of each fidelity and a replicate; its number is
 * `((row * L0 + l0) * L1 + l1 ...) * replicates + replicate`, with L0, L1, ... levels of the fidelities in the manifest's order.
 */
export interface Table {
  /** How many configurations. */
  readonly rows: number;
  /** The recorded levels of each fidelity in the manifest's order, ascending; [] where there is no fidelity. */
  readonly levels: readonly (readonly number[])[];
  /** Most often that a configuration was measured at a level. */
  readonly replicates: number;
  /**
   * The metrics of the manifest, by name; NaN where nothing was measured. One value a cell; or one a row and level where all
   * replicates share it; or one a row.
   */
  readonly columns: Readonly<Record<string, Column>>;
  /** Seconds from scratch, as long as a metric may be; left out where none were recorded: then the manifest's `costFloor` is the cost. */
  readonly cost?: Column;
  /** By cell, 1 where the run failed or diverged: its cost counts, and its metrics need not be there. */
  readonly failed?: Uint8Array;
  /** Unit codes of the configurations (rows x dimensions), NaN where a parameter is inactive; left out for `find: grid`. */
  readonly codes?: Float64Array;
  /**
   * The row of a configuration, for `find: own`; -1 where there is none. It throws an EvaluationError with a cost for what can be said in
   * the space, and is nothing that could be evaluated.
   */
  readonly find?: FindRow;
  /** Lines that were left out because an earlier one was of the same cell. */
  readonly duplicates?: number;
}

/** What a reader has to go by. */
export interface TableSource {
  readonly instance: string;
  readonly descriptor: Descriptor;
  /** The instance's space: `encode` makes the codes. */
  readonly space: SearchSpace;
  /** The family's own folder. */
  readonly folder: string;
  /** Paths of the instance's files of data, by the names that the manifest gives them. */
  readonly data: Readonly<Record<string, string>>;
  /** A CSV, by its path; read once for the instances that share it. */
  readonly csv: (path: string) => Csv;
}

/** The default export of a family's `table.ts`, for rows that are no CSV with a line a cell. */
export interface TableReader {
  read(source: TableSource): Table | Promise<Table>;
}
