import type { Row } from '../table.js';

/** Rows as CSV of RFC 4180 with a heading; numbers in full, an empty field for what is not known. */
export function csv(rows: readonly Row[]): string {
  const headings = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => headings.map((heading) => field(row[heading] ?? '')).join(','));
  return [headings.map(field).join(','), ...lines].map((line) => `${line}\r\n`).join('');
}

function field(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
