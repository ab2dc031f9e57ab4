import { markdownTable } from 'markdown-table';

/** A table of Markdown; the first column holds names, the others numbers. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable([header, ...rows], { align: header.map((_, column) => (column === 0 ? null : 'r')) });
}

/** A mean and the error of it. */
export function plusMinus(mean: number, error: number, digits: number): string {
  return `${mean.toFixed(digits)} ± ${error.toFixed(digits)}`;
}

/** A p-value: what is below a thousandth is not told apart. */
export function shownP(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
