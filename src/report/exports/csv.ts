import type { Export } from './export.js';
import { writeCsv } from './parts/csv-file.js';
import { writeTables } from './parts/tables.js';

/** The tables of `writeTables` as CSV. */
const csv: Export = {
  name: 'csv',
  summary: 'tables of runs, metrics and, for each benchmark, evaluations, for whatever reads CSV',
  write: (study, folder, { into }) => writeTables(study, folder, { into, extension: 'csv', write: writeCsv }),
};
export default csv;
