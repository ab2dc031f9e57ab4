import type { Field, TypedTable } from './typed-table.js';
import { writeLines } from './write-lines.js';

/** Rows that are joined before they are written: a write for each would take longer than the rest. */
const BLOCK = 512;

/**
 * Writes a table as CSV of RFC 4180: a heading, numbers with the digits that give the same number back, nothing between two commas
 * where a value is null and `""` where it is an empty text.
 */
export async function writeCsv({ columns, rows }: TypedTable, file: string): Promise<void> {
  await writeLines(
    file,
    blocks(
      columns.map(({ name }) => name),
      rows,
    ),
  );
}

async function* blocks(heading: readonly string[], rows: TypedTable['rows']): AsyncGenerator<string, undefined> {
  let lines = [line(heading)];
  for await (const row of rows) {
    lines.push(line(row));
    if (lines.length < BLOCK) continue;
    yield lines.join('');
    lines = [];
  }
  if (lines.length > 0) yield lines.join('');
}

function line(fields: readonly Field[]): string {
  return `${fields.map(text).join(',')}\n`;
}

function text(field: Field): string {
  if (field === null) return '';
  if (typeof field !== 'string') return String(field);
  return field === '' || /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
