import type { Command } from 'commander';
import { EXIT } from '../failure.js';
import type { Perform } from '../perform.js';
import type { Terminal } from '../terminal.js';
import { examples } from '../words.js';

/** `hport doctor` */
export function addDoctor(program: Command, perform: Perform): void {
  program
    .command('doctor')
    .summary('look for engines, and for what was left behind')
    .description(
      'Looks at what this machine has: Node, engines, GPUs, the cache of data. --clean removes what dead runners left.',
    )
    .option('--clean', 'remove containers, volumes and folders whose runner is gone; those of running studies stay')
    .addHelpText('after', examples('hport doctor', 'hport doctor --clean'))
    .action((options: { clean?: boolean }) =>
      perform((terminal) => (options.clean === true ? removeAll(terminal) : examine(terminal))),
    );
}

/** Nothing here is a failure: a machine without Docker runs what needs none. */
async function examine(terminal: Terminal): Promise<number> {
  const { diagnose } = await import('../../runner/doctor.js');
  const { formatTable } = await import('../table.js');
  const findings = await diagnose();
  const rows = findings.map(({ name, status, message }) => [status, name, message]);
  terminal.answer(findings, () => formatTable(['status', 'what', 'found'], rows, terminal));
  return EXIT.ok;
}

async function removeAll(terminal: Terminal): Promise<number> {
  const { clean } = await import('../../runner/doctor.js');
  const removed = await clean();
  const text = (): string => (removed.length === 0 ? 'nothing was left behind' : `removed:\n${removed.join('\n')}`);
  terminal.answer({ removed }, text);
  return EXIT.ok;
}
