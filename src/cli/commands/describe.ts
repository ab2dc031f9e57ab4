import type { Command } from 'commander';
import { EXIT } from '../failure.js';
import type { Perform } from '../perform.js';
import type { Terminal } from '../terminal.js';
import { examples } from '../words.js';

/** `hport describe <family>` */
export function addDescribe(program: Command, perform: Perform): void {
  program
    .command('describe')
    .summary('show a family: its space, fidelities and metrics')
    .description('Shows the parameters, fidelities and metrics of a family, of its first instance if none is named.')
    .argument('<family>', 'its name')
    .option('--instance <name>', 'the instance to show')
    .addHelpText('after', examples('hport describe counting-ones', 'hport describe mlp --instance wine --json'))
    .action((family: string, options: { instance?: string }) =>
      perform((terminal) => describe(family, options.instance, terminal)),
    );
}

async function describe(name: string, instance: string | undefined, terminal: Terminal): Promise<number> {
  const { loadFamily } = await import('../../runner/families.js');
  const { instanceOf } = await import('../instance.js');
  const { scaledMetrics } = await import('../../runner/references/scaled-metrics.js');
  const { familyText } = await import('../family-text.js');
  const family = await loadFamily(name);
  const { runtime, source, descriptors, citation, image } = family;
  const chosen = instanceOf(family, instance ?? Object.keys(descriptors)[0] ?? '');
  const instances = Object.keys(descriptors);
  const metrics = scaledMetrics(family, chosen.instance);
  const value = { name, runtime, digest: source, citation, image, instances, descriptor: { ...chosen, metrics } };
  terminal.answer(value, () => familyText(family, chosen, terminal));
  return EXIT.ok;
}
