import { basename, dirname, join, resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import type { PlannedTable } from '../../runner/tabulate/table-plan.js';
import type { TableProgress } from '../../runner/tabulate/table-tally.js';
import type { EngineOptions } from '../engine.js';
import { EXIT } from '../failure.js';
import { parseJsonObject } from '../json-object.js';
import type { Perform } from '../perform.js';
import type { Terminal } from '../terminal.js';
import { count, examples, formatNumber } from '../words.js';
import { addSizeOptions } from '../worker-size.js';

interface TabulateOptions extends EngineOptions {
  readonly instance: readonly string[];
  readonly design: string;
  readonly fidelities?: Readonly<Record<string, unknown>>;
  readonly seeds: number;
  readonly deadline?: number;
  readonly workers: number;
  readonly out?: string;
}

/** `hport tabulate <family>` */
export function addTabulate(program: Command, perform: Perform): void {
  addSizeOptions(program.command('tabulate'))
    .summary('measure a table, and write it as a family')
    .description(
      'Evaluates a design of configurations at levels of the fidelities with several seeds, and writes what came of it as a family of recorded evaluations, with its provenance. The same command goes on where it was interrupted.',
    )
    .argument('<family>', 'its name')
    .requiredOption('--instance <names...>', 'the instances')
    .requiredOption('--design <design>', 'grid, grid:RESOLUTION or sobol:SIZE')
    .option(
      '--fidelities <json>',
      'lists of levels (default: of the fidelity that continues, or the first, those of eta 3; the highest of others)',
      parseJsonObject,
    )
    .option('--seeds <count>', 'how many times, with the seeds 0, 1, ...', parseCount, 1)
    .option('--deadline <seconds>', 'what an evaluation may take; one that takes longer has failed', parseSeconds)
    .option(
      '--engine <name>',
      'where to evaluate (default: inside the runner if possible, otherwise docker; docker for code that is not of the suite)',
    )
    .option('--workers <count>', 'evaluations side by side', parseCount, 1)
    .option('--out <dir>', 'folder of the new family (default: benchmarks/<family>-measured)')
    .addHelpText(
      'after',
      examples(
        'hport tabulate counting-ones --instance d8 --design grid --seeds 3',
        `hport tabulate mlp --instance wine digits --design sobol:100 --fidelities '{"iter": [3, 9, 27]}' --seeds 2 --engine docker`,
        'HPORT_BENCHMARKS=tables hport tabulate svm --instance car --design grid:4 --deadline 60 --out tables/svm-grid',
      ),
    )
    .action((family: string, options: TabulateOptions) => perform((terminal) => tabulate(family, options, terminal)));
}

async function tabulate(name: string, options: TabulateOptions, terminal: Terminal): Promise<number> {
  const { loadFamily } = await import('../../runner/families.js');
  const { familyRoots } = await import('../../runner/families-root.js');
  const { parseDesign } = await import('../../runner/tabulate/design.js');
  const { planTable } = await import('../../runner/tabulate/table-plan.js');
  const { tabulate: measure } = await import('../../runner/tabulate/tabulate.js');
  const { instanceOf } = await import('../instance.js');
  const { engineFor, sizeOf } = await import('../engine.js');
  const { interruptible } = await import('../interruption.js');
  const { createTableProgress } = await import('../table-progress.js');
  const family = await loadFamily(name);
  const { instance, design, out = join('benchmarks', `${name}-measured`), ...rest } = options;
  for (const each of instance) instanceOf(family, each);
  const plan = await planTable({ family, instances: instance, design: parseDesign(design), ...rest });
  for (const table of plan.tables) terminal.note(planLine(name, table, plan.seeds.length));
  const engine = await engineFor(family, options);
  const workers = sizeOf(options, options.workers);
  const view = createTableProgress(terminal);
  const { value, code } = await interruptible(
    (signal) => measure(plan, out, { engine, workers, signal, onProgress: view.update, onNotice: view.note }),
    () => view.note('stopping; once more leaves at once'),
  ).finally(() => view.stop());
  if (value === undefined) terminal.note(`what is measured is kept in ${out}; the same command goes on from there`);
  else
    terminal.answer({ family: name, instances: instance, engine, folder: out, ...value }, () =>
      summary(out, value, familyRoots().includes(dirname(resolve(out)))),
    );
  return code ?? EXIT.ok;
}

/** `mlp/wine: 4 configurations x iter 3, 9 x subsample 1 x 2 seeds` */
function planLine(
  family: string,
  { instance, descriptor, configurations, levels }: PlannedTable,
  seeds: number,
): string {
  const axes = descriptor.fidelities.map(
    (fidelity, axis) => `${fidelity.name} ${(levels[axis] ?? []).map(formatNumber).join(', ')}`,
  );
  const factors = [count(configurations.length, 'configuration'), ...axes, count(seeds, 'seed')];
  return `${family}/${instance}: ${factors.join(' x ')}`;
}

/** @param known whether families are looked for in the parent folder */
function summary(out: string, { cells, failed }: TableProgress, known: boolean): string {
  const folder = resolve(out);
  const failures = failed === 0 ? '' : `, of which ${failed} failed`;
  const before = known ? '' : `HPORT_BENCHMARKS=${dirname(folder)} `;
  return `${out}: ${count(cells, 'evaluation')}${failures}\nNow: ${before}hport references ${basename(folder)}\nand: ${before}hport check ${basename(folder)}`;
}

function parseCount(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 10_000) return value;
  throw new InvalidArgumentError('Expected a whole number from 1 to 10000.');
}

function parseSeconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected seconds, above 0.');
}
