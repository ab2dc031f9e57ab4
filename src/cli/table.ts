import Table from 'cli-table3';
import type { Terminal } from './terminal.js';

/** A table of texts under headings; columns that are empty throughout are left out. */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  { colours }: Pick<Terminal, 'colours'>,
): string {
  const used = headings.map((_, column) => rows.some((row) => (row[column] ?? '') !== ''));
  const keep = (row: readonly string[]): string[] => row.filter((_, column) => used[column]);
  const table = new Table({
    head: keep(headings).map((heading) => colours.bold(heading)),
    chars: PLAIN,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  table.push(...rows.map(keep));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** No borders: a table is also read by mail, by diff and by eye. */
const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
