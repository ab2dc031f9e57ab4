import { join } from 'node:path';
import type { Command } from 'commander';
import type { Perform } from '../perform.js';
import type { Terminal } from '../terminal.js';
import { examples } from '../words.js';

interface RunOptions {
  readonly out?: string;
  readonly engine?: string;
  readonly fresh?: boolean;
}

/** `hport run <recipe>` */
export function addRun(program: Command, perform: Perform): void {
  program
    .command('run')
    .summary('run a recipe')
    .description('Runs all that a recipe plans, and ends with a table of incumbents.')
    .argument('<recipe>', 'a YAML file')
    .option('--out <dir>', 'folder for the logs (default: results/<study>)')
    .option('--engine <name>', 'where the benchmarks run, whatever the recipe says')
    .option('--fresh', 'delete an earlier study in this folder first')
    .addHelpText(
      'after',
      examples(
        'hport run recipes/quickstart.yaml',
        'hport run recipes/quickstart.yaml --out /tmp/first --engine process',
        'hport run recipes/mlp-docker.yaml --json > table.json',
      ),
    )
    .action((recipe: string, options: RunOptions) => perform((terminal) => run(recipe, options, terminal)));
}

async function run(recipe: string, { out, engine, fresh }: RunOptions, terminal: Terminal): Promise<number> {
  const { planRecipe } = await import('../../runner/plan.js');
  const { runStudy } = await import('../../runner/study.js');
  const { runSession } = await import('../study-session.js');
  const { removeStudy } = await import('../remove-study.js');
  const { recipeFile } = await import('../recipe-file.js');
  const { warningLines } = await import('../warnings.js');
  const plan = await planRecipe(await recipeFile(recipe), engine === undefined ? {} : { engine });
  const folder = out ?? join('results', plan.recipe.study);
  if (fresh === true) await removeStudy(folder);
  for (const line of warningLines(plan.warnings)) terminal.note(line);
  const start = (options: Parameters<typeof runStudy>[2]): ReturnType<typeof runStudy> =>
    runStudy(plan, folder, options);
  return await runSession({ folder, runs: plan.runs.length, start }, terminal);
}
