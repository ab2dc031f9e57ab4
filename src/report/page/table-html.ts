import type { FilledTable } from '../report.js';
import { cellText } from '../tables/parts/markdown.js';
import type { Row } from '../tables/table.js';
import { escapeHtml } from './escape-html.js';

/** A table in the page, closed at first; its numbers are as in Markdown, and in full as a title. */
export function tableHtml({ definition, rows }: FilledTable): string {
  const headings = Object.keys(rows[0] ?? {});
  const numeric = headings.map((heading) => rows.some((row) => typeof row[heading] === 'number'));
  const head = headings.map(
    (heading, index) => `<th scope="col"${numeric[index] === true ? ' class="n"' : ''}>${escapeHtml(heading)}</th>`,
  );
  const body = rows.map((row) => `<tr${traits(row)}>${headings.map((heading) => cell(row, heading)).join('')}</tr>`);
  return `<details id="table-${definition.name}"><summary>${escapeHtml(definition.title)} <small>${rows.length} rows</small></summary>
<p>${escapeHtml(definition.about)} <small>tables/${definition.name}.csv</small></p>
<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead><tbody>
${body.join('\n')}
</tbody></table></div></details>`;
}

function cell(row: Row, heading: string): string {
  const value = row[heading] ?? null;
  if (typeof value !== 'number') return `<td>${escapeHtml(cellText(value))}</td>`;
  return `<td class="n" title="${value}">${cellText(value)}</td>`;
}

function traits({ benchmark, optimizer }: Row): string {
  const family = typeof benchmark === 'string' ? ` data-family="${escapeHtml(benchmark.split('.')[0] ?? '')}"` : '';
  return `${family}${typeof optimizer === 'string' ? ` data-optimizer="${escapeHtml(optimizer)}"` : ''}`;
}
