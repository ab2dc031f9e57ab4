import { userError } from '../../core/errors.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import type { SearchSpace } from '../../space/space.js';
import { exactRow } from './exact-row.js';
import { createGrid, type FindRow } from './grid-row.js';
import { nearestRow } from './nearest-row.js';
import type { Table } from './reader.js';

/**
 * How configurations find their rows, by the rule that the manifest declares.
 * @throws SuiteError of code 'user' where the table does not allow it
 */
export function findRow(recorded: Table, { table, instance }: Descriptor, space: SearchSpace): FindRow {
  const { rows, codes } = recorded;
  const find = table?.find ?? 'exact';
  if (find === 'own') {
    if (recorded.find !== undefined) return recorded.find;
    throw userError(`the table of ${instance} finds no rows itself`, {
      key: 'table.find',
      mend: 'Return find with the table, or write another rule.',
    });
  }
  if (find === 'grid') {
    const grid = createGrid(space);
    if (grid.size === rows) return grid.row;
    throw userError(`the table of ${instance} has ${rows} rows, and its space ${grid.size} configurations`, {
      key: 'table.find',
    });
  }
  if (codes === undefined) {
    throw userError(`the table of ${instance} has no codes to find a row by`, {
      key: 'table.find',
      mend: 'Write find: grid.',
    });
  }
  return find === 'exact' ? exactRow(space, codes) : nearestRow(space, codes);
}
