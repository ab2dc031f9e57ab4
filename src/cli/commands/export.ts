import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../failure.js';
import type { Perform } from '../perform.js';
import type { Terminal } from '../terminal.js';
import { count, examples } from '../words.js';

/** `hport export <study>` */
export function addExport(program: Command, perform: Perform): void {
  const command = program
    .command('export')
    .summary("write a study in other tools' formats")
    .description("Writes a study in other tools' formats, each into a folder of its own. Works on unfinished studies.")
    .argument('<dir>', "a study's folder")
    .requiredOption('--to <format...>', 'the formats')
    .option('--out <dir>', "where the formats' folders go (default: exports/ in the study's folder)")
    .action((study: string, options: Options) => perform((terminal) => exportStudy(study, options, terminal)));
  // The formats are found when the command is called, which is before its help is written.
  program.hook('preSubcommand', async (_, called) => {
    if (called === command) command.addHelpText('after', await formatsText()).addHelpText('after', EXAMPLES);
  });
}

interface Options {
  readonly to: readonly string[];
  readonly out?: string;
}

const EXAMPLES = examples(
  'hport export results/quickstart --to csv',
  'hport export results/quickstart --to optuna-journal smac3 --out exported --json',
);

async function formatsText(): Promise<string> {
  const { listExports } = await import('../../report/exports/registry.js');
  const formats = await listExports();
  const width = Math.max(...formats.map(({ name }) => name.length));
  return ['', 'Formats:', ...formats.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)].join('\n');
}

async function exportStudy(
  folder: string,
  { to, out = join(folder, 'exports') }: Options,
  terminal: Terminal,
): Promise<number> {
  const { readStudy } = await import('../../log/study.js');
  const { loadExport } = await import('../../report/exports/registry.js');
  const { exportFolder, refuseExisting, writeExport } = await import('../../report/write-export.js');
  const study = readStudy(folder);
  const formats = await Promise.all([...new Set(to)].map(loadExport));
  for (const format of formats) refuseExisting(exportFolder(format, out));
  const exports: Written[] = [];
  for (const format of formats) {
    const exported = await writeExport(format, study, { folder, out });
    exports.push({ format: format.name, folder: exportFolder(format, out), ...exported });
  }
  for (const { format, notes } of exports) for (const note of notes) terminal.note(`${format}: ${note}`);
  terminal.answer({ study: study.recipe.study, exports }, () => exports.map(line).join('\n'));
  return EXIT.ok;
}

interface Written {
  readonly format: string;
  readonly folder: string;
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

function line({ format, folder, files }: Written): string {
  return `${format}: ${count(files.length, 'file')} in ${folder}`;
}
