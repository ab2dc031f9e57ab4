import type { Command } from 'commander';
import type { Perform } from '../perform.js';
import type { Terminal } from '../terminal.js';
import { examples } from '../words.js';

/** `hport data fetch|verify|list|clean [family...]` */
export function addData(program: Command, perform: Perform): void {
  const data = program
    .command('data')
    .summary('fetch, verify, list or clean the data of families')
    .description(
      'The files that families need: in the cache (HPORT_CACHE), else in a mirror (HPORT_DATA_MIRROR: a folder or an ' +
        'address), else upstream. A study fetches what it needs by itself.',
    )
    .helpCommand(false)
    .addHelpText('after', examples('hport data list', 'hport data fetch nasbench201', 'hport data verify'));
  for (const action of ACTIONS) {
    data
      .command(action.name)
      .summary(action.summary)
      .description(action.description)
      .argument('[family...]', 'names; all families when none is given')
      .addHelpText('after', examples(`hport data ${action.name}`, `hport data ${action.name} nasbench201 --json`))
      .action((names: string[]) => perform(async (terminal) => await (await action.load())(names, terminal)));
  }
}

interface Action {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  load(): Promise<(names: readonly string[], terminal: Terminal) => Promise<number>>;
}

const ACTIONS: readonly Action[] = [
  {
    name: 'fetch',
    summary: 'bring files into the cache',
    description:
      'Brings the files of families into the cache, checked by their sums. What is there is summed again; a damaged file ' +
      'is set aside. What Ctrl-C interrupts goes on from there the next time.',
    load: async () => (await import('../data-fetch.js')).fetchData,
  },
  {
    name: 'verify',
    summary: 'sum the files of the cache',
    description: 'Compares the files in the cache with their declared sums. Changes nothing; code 1 if one is damaged.',
    load: async () => (await import('../data-verify.js')).verifyData,
  },
  {
    name: 'list',
    summary: 'list the files that families need',
    description:
      'Lists the files with size, level and licence, and whether they are cached, or where they would come from.',
    load: async () => (await import('../data-list.js')).listData,
  },
  {
    name: 'clean',
    summary: 'remove files from the cache',
    description:
      'Removes what hport has put into the cache: files, those that were set aside, partial downloads. Files under other ' +
      'names stay.',
    load: async () => (await import('../data-clean.js')).cleanCache,
  },
];
