import { listDefinitions } from '../definitions.js';
import type { TableDefinition } from './table.js';

/** Every table, in the order of the report: files of this folder. What several of them share lives in `parts/`. */
export async function listTables(): Promise<readonly TableDefinition[]> {
  return listDefinitions(new URL('.', import.meta.url), ['table', 'registry']);
}
