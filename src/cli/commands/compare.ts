import { InvalidArgumentError, type Command } from 'commander';
import { EXIT } from '../failure.js';
import type { Perform } from '../perform.js';
import type { Terminal } from '../terminal.js';
import { examples } from '../words.js';

/** `hport compare <dir>...` */
export function addCompare(program: Command, perform: Perform): void {
  program
    .command('compare')
    .summary('compare what the optimizers of one or more studies found')
    .description(
      'Reads the logs of studies, finished or not, and says who found what, how soon, and how sure that is. Scores are on ' +
        'scales that the benchmarks declare, so that none moves when another optimizer is added.',
    )
    .argument('<dir...>', 'folders of studies')
    .option('--seed <integer>', 'of the bootstrap', parseSeed, 0)
    .addHelpText(
      'after',
      examples(
        'hport compare results/quickstart',
        'hport compare results/monday results/tuesday',
        'hport compare results/quickstart --json > comparison.json',
      ),
    )
    .action((folders: string[], options: { seed: number }) =>
      perform((terminal) => compare(folders, options.seed, terminal)),
    );
}

async function compare(folders: readonly string[], seed: number, terminal: Terminal): Promise<number> {
  const { analyse } = await import('../../analysis/analyse.js');
  const { verdictText } = await import('../verdict-text.js');
  const comparison = await analyse(folders, { seed });
  terminal.answer(comparison, () => verdictText(comparison, terminal));
  return EXIT.ok;
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new InvalidArgumentError('Expected a whole number from 0.');
}
