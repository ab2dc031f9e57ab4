import type { Export } from './export.js';
import { writeTables } from './parts/tables.js';

/**
 * The tables of `writeTables` as CSV: a header line, numbers with the digits that give the same number back, nothing between two
 * commas where a value is NULL and `""` where it is an empty text.
 */
const csv: Export = {
  name: 'csv',
  summary: 'tables of runs, metrics and, for each benchmark, evaluations, for whatever reads CSV',
  write: (study, folder, { into }) =>
    writeTables(study, folder, { into, extension: 'csv', copy: 'FORMAT csv, HEADER' }),
};
export default csv;
