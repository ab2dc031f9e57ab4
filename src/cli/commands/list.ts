import { readFile } from 'node:fs/promises';
import { Argument, type Command } from 'commander';
import { EXIT } from '../failure.js';
import type { Perform } from '../perform.js';
import type { Terminal } from '../terminal.js';
import { examples } from '../words.js';

const KINDS = ['families', 'optimizers', 'engines', 'recipes'] as const;
type Kind = (typeof KINDS)[number];

/** `hport list families|optimizers|engines|recipes` */
export function addList(program: Command, perform: Perform): void {
  program
    .command('list')
    .summary('list families, optimizers, engines or recipes')
    .description('Lists what there is. HPORT_BENCHMARKS may name more folders of families.')
    .addArgument(new Argument('<kind>', 'of what').choices(KINDS))
    .addHelpText('after', examples('hport list families', 'hport list optimizers --json'))
    .action((kind: Kind) => perform((terminal) => list(kind, terminal)));
}

/** One thing that is listed: its name, columns for people, everything for programs. */
interface Entry {
  readonly name: string;
  readonly columns: readonly string[];
  readonly more: Readonly<Record<string, unknown>>;
}

async function list(kind: Kind, terminal: Terminal): Promise<number> {
  const { formatTable } = await import('../table.js');
  const entries = await LISTS[kind]();
  const value = entries.map(({ name, more }) => ({ name, ...more }));
  const headings = ['name', ...HEADINGS[kind]];
  terminal.answer(value, () =>
    formatTable(
      headings,
      entries.map(({ name, columns }) => [name, ...columns]),
      terminal,
    ),
  );
  return EXIT.ok;
}

const HEADINGS: Readonly<Record<Kind, readonly string[]>> = {
  families: ['version', 'runtime', 'clock', 'level', 'instances'],
  optimizers: ['objectives', 'fidelities', 'summary'],
  engines: ['summary'],
  recipes: ['summary'],
};

const LISTS: Readonly<Record<Kind, () => Promise<readonly Entry[]>>> = {
  families: listFamilies,
  optimizers: listOptimizers,
  engines: listEngines,
  recipes: listRecipes,
};

async function listFamilies(): Promise<readonly Entry[]> {
  const families = await import('../../runner/families.js');
  const all = await Promise.all((await families.listFamilies()).map(families.loadFamily));
  return all.map(({ name, version, runtime, folder, descriptors }) => {
    const instances = Object.keys(descriptors);
    const first = Object.values(descriptors)[0];
    const shown = instances.length > 6 ? [...instances.slice(0, 6), `... (${instances.length})`] : instances;
    const { clock = '', level = '' } = first ?? {};
    const more = { version, runtime, folder, clock, level, instances };
    return { name, columns: [version, runtime, clock, level, shown.join(', ')], more };
  });
}

async function listOptimizers(): Promise<readonly Entry[]> {
  const registry = await import('../../optimizers/registry.js');
  return (await registry.listOptimizers()).map(({ name, summary, source, supports, options }) => {
    const columns = [supports.objectives, supports.fidelities, summary];
    return { name, columns, more: { summary, source, supports, options } };
  });
}

async function listEngines(): Promise<readonly Entry[]> {
  const registry = await import('../../runner/engines/registry.js');
  return (await registry.listEngines()).map(({ name, summary }) => ({ name, columns: [summary], more: { summary } }));
}

/** A recipe says what it is in the comment it begins with. */
async function listRecipes(): Promise<readonly Entry[]> {
  const recipes = await import('../recipe-file.js');
  const files = await recipes.listRecipes();
  return Promise.all(
    files.map(async (name) => {
      const [first = ''] = (await readFile(name, 'utf8')).split('\n');
      const summary = /^#\s*(.*)$/.exec(first)?.[1] ?? '';
      return { name, columns: [summary], more: { summary } };
    }),
  );
}
