import type { Command } from 'commander';
import { EXIT } from '../failure.js';
import type { Perform } from '../perform.js';
import type { Terminal } from '../terminal.js';
import { examples } from '../words.js';

/** `hport build <family>` */
export function addBuild(program: Command, perform: Perform): void {
  program
    .command('build')
    .summary("build a family's image")
    .description('Builds the container image of a family, unless one of the same contents is there already.')
    .argument('<family>', 'its name')
    .addHelpText('after', examples('hport build mlp'))
    .action((family: string) => perform((terminal) => build(family, terminal)));
}

async function build(name: string, terminal: Terminal): Promise<number> {
  const { loadFamily } = await import('../../runner/families.js');
  const { buildFamily } = await import('../../runner/build.js');
  const image = await buildFamily(await loadFamily(name), { onNotice: (line: string) => terminal.note(line) });
  terminal.answer({ family: name, ...image }, () => [image.reference, image.digest ?? ''].join('\n').trim());
  return EXIT.ok;
}
