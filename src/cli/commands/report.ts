import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../failure.js';
import type { Perform } from '../perform.js';
import type { Terminal } from '../terminal.js';
import { count, examples } from '../words.js';

/** `hport report <folder>...` */
export function addReport(program: Command, perform: Perform): void {
  program
    .command('report')
    .summary('write pictures, tables and a page of studies')
    .description(
      'Reads the logs of one or more studies, also of such that still run, and writes a folder: report.html (one file that needs no ' +
        'network), figures as SVG and PNG with their Vega-Lite specification and data, tables as CSV and Markdown, and summary.json. ' +
        'A report that is there already is replaced.',
    )
    .argument('<dir...>', 'folders that `hport run` has made')
    .option('--out <dir>', 'where to write to (default: report in the first folder)')
    .addHelpText(
      'after',
      examples('hport report results/quickstart', 'hport report results/mine results/theirs --out results/both'),
    )
    .action((folders: readonly string[], options: { out?: string }) =>
      perform((terminal) => report(folders, options, terminal)),
    );
}

async function report(folders: readonly string[], { out }: { out?: string }, terminal: Terminal): Promise<number> {
  const { analyse } = await import('../../analysis/analyse.js');
  const { writeReport } = await import('../../report/write-report.js');
  const comparison = await analyse(folders);
  const folder = out ?? join(folders[0] ?? '.', 'report');
  const { page, figures, tables, notices } = await writeReport(comparison, folder);
  for (const notice of notices) terminal.note(notice);
  terminal.answer({ folder, page, figures, tables, notices, notes: comparison.notes }, () =>
    [`${page}: ${count(figures, 'figure')}, ${count(tables, 'table')}`, ...noteLine(comparison.notes.length)].join(
      '\n',
    ),
  );
  return EXIT.ok;
}

function noteLine(notes: number): string[] {
  return notes === 0 ? [] : [`${count(notes, 'note')} on what is missing or uncertain: they are in the page.`];
}
