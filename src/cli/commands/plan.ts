import type { Command } from 'commander';
import type { Budget } from '../../optimizers/optimizer.js';
import type { Plan, RunPlan } from '../../runner/plan.js';
import type { Bounds, WorstCase } from '../../runner/plan-worst-case.js';
import { EXIT } from '../failure.js';
import { noticesOf } from '../notices.js';
import type { Perform } from '../perform.js';
import type { Terminal } from '../terminal.js';
import { count, examples, formatSeconds } from '../words.js';

/** `hport plan <recipe>` */
export function addPlan(program: Command, perform: Perform): void {
  program
    .command('plan')
    .summary('show what a recipe would run')
    .description('Checks a recipe and shows its runs, their budgets and what they can cost at most. Runs nothing.')
    .argument('<recipe>', 'a YAML file')
    .option('--engine <name>', 'where the benchmarks would run, whatever the recipe says')
    .addHelpText('after', examples('hport plan recipes/quickstart.yaml', 'hport plan recipes/mlp-docker.yaml --json'))
    .action((recipe: string, options: { engine?: string }) => perform((terminal) => plan(recipe, options, terminal)));
}

async function plan(recipe: string, { engine }: { engine?: string }, terminal: Terminal): Promise<number> {
  const { planRecipe } = await import('../../runner/plan.js');
  const { worstCase } = await import('../../runner/plan-worst-case.js');
  const { recipeFile } = await import('../recipe-file.js');
  const { formatTable } = await import('../table.js');
  const { warningLines } = await import('../warnings.js');
  const { plannedFiles, plannedFilesText } = await import('../plan-data.js');
  const planned = await planRecipe(await recipeFile(recipe), engine === undefined ? {} : { engine });
  const worst = await worstCase(planned);
  const data = await plannedFiles(planned);
  const text = (): string =>
    [
      formatTable(HEADINGS, tableRows(planned, worst), terminal),
      '',
      summary(planned, worst),
      ...plannedFilesText(data),
      ...warningLines(planned.warnings),
    ].join('\n');
  const files = data.map(({ file: { family, name, file, size }, state }) => ({ family, name, file, size, state }));
  terminal.answer({ ...asJson(planned, worst), data: files }, text);
  return EXIT.ok;
}

const HEADINGS = ['benchmark', 'optimizer', 'options', 'runs', 'each at most', 'clock'];

/** A row a benchmark and optimizer: its runs differ in the seed only. */
function tableRows({ runs, recipe }: Plan, worst: WorstCase): string[][] {
  return runs.flatMap((run, index) => {
    if (run.seed !== recipe.seeds[0]) return [];
    const clock = run.descriptor.clock === 'recorded' ? 'simulated' : 'real';
    const most = boundsText(worst.runs[index] ?? {});
    return [[benchmarkOf(run), run.label, optionsText(run), String(recipe.seeds.length), most, clock]];
  });
}

function summary({ recipe, runs }: Plan, worst: WorstCase): string {
  const { workers, seeds } = recipe;
  const first = seeds[0] ?? 0;
  const last = seeds.at(-1) ?? 0;
  return [
    `study ${recipe.study}: ${count(runs.length, 'run')}, seeds ${seeds.length === 1 ? first : `${first} to ${last}`}`,
    `budget of each run: ${budgetText(recipe.budget)}`,
    `engine ${recipe.engine}: ${count(workers.count, 'worker')} of ${workers.cpus} CPU, ${Math.round(workers.memoryBytes / 1024 ** 2)} MiB, ${workers.gpus} GPU`,
    `worst case of all: ${boundsText(worst.total)}`,
    ...noticesOf(runs),
  ].join('\n');
}

function budgetText(budget: Budget): string {
  const { evaluations, fullEvaluations, seconds } = budget;
  const parts = [
    evaluations === undefined ? '' : count(evaluations, 'evaluation'),
    fullEvaluations === undefined ? '' : count(fullEvaluations, 'full evaluation'),
    seconds === undefined ? '' : formatSeconds(seconds),
  ].filter((part) => part !== '');
  return `${parts.join(', ')}${parts.length > 1 ? ', whichever is used up first' : ''}`;
}

function boundsText({ evaluations, seconds }: Bounds): string {
  const parts = [
    evaluations === undefined ? '' : count(evaluations, 'evaluation'),
    seconds === undefined ? 'unknown time (no deadline)' : formatSeconds(seconds),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function optionsText({ options }: RunPlan): string {
  return Object.entries(options)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}

function benchmarkOf({ family, instance }: RunPlan): string {
  return `${family}.${instance}`;
}

function asJson({ recipe, runs, warnings }: Plan, worst: WorstCase): Readonly<Record<string, unknown>> {
  return {
    recipe,
    runs: runs.map((run, index) => ({
      id: run.id,
      benchmark: benchmarkOf(run),
      optimizer: run.optimizer,
      label: run.label,
      options: run.options,
      seed: run.seed,
      clock: run.descriptor.clock,
      worstCase: worst.runs[index] ?? {},
    })),
    worstCase: worst.total,
    warnings,
    notices: noticesOf(runs),
  };
}
