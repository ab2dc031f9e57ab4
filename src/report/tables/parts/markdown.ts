import { markdownTable } from 'markdown-table';
import { exact } from '../../exact.js';
import type { Cell, Row } from '../table.js';

/** Rows as a table of GitHub's Markdown; numbers with 6 significant digits, to the right. */
export function markdown(rows: readonly Row[]): string {
  const headings = Object.keys(rows[0] ?? {});
  const align = headings.map((heading) => (rows.some((row) => typeof row[heading] === 'number') ? 'r' : 'l'));
  const cells = rows.map((row) => headings.map((heading) => escapeBars(cellText(row[heading] ?? null))));
  return `${markdownTable([headings, ...cells], { align })}\n`;
}

/** A cell for people. */
export function cellText(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? exact(cell) : cell.replaceAll(/\s*\n\s*/g, ' ');
}

function escapeBars(text: string): string {
  return text.replaceAll(/[\\|]/g, '\\$&');
}
