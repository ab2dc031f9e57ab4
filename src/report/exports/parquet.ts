import type { Export } from './export.js';
import { writeParquet } from './parts/parquet-file.js';
import { writeTables } from './parts/tables.js';

/** The tables of `writeTables` as Parquet. */
const parquet: Export = {
  name: 'parquet',
  summary: 'the tables of csv, typed and compressed, for DuckDB, pandas, polars, Arrow',
  write: (study, folder, { into }) => writeTables(study, folder, { into, extension: 'parquet', write: writeParquet }),
};
export default parquet;
