import type { Command } from 'commander';
import type { CheckStep } from '../../runner/conformance.js';
import type { EngineOptions } from '../engine.js';
import { EXIT } from '../failure.js';
import type { Perform } from '../perform.js';
import type { Terminal } from '../terminal.js';
import { count, examples } from '../words.js';
import { addSizeOptions } from '../worker-size.js';

/** `hport check <family>` */
export function addCheck(program: Command, perform: Perform): void {
  addSizeOptions(program.command('check'))
    .summary('check that a family keeps the contract of benchmarks')
    .description('Golden evaluations, same seed twice, refusals, noise on stdout, cancel, continuation and the rest.')
    .argument('<family>', 'its name')
    .option(
      '--engine <name>',
      'where to run it (default: inside the runner if possible, otherwise docker; docker for code that is not of the suite)',
    )
    .addHelpText('after', examples('hport check counting-ones', 'hport check mlp --engine docker'))
    .action((family: string, options: EngineOptions) => perform((terminal) => check(family, options, terminal)));
}

async function check(name: string, options: EngineOptions, terminal: Terminal): Promise<number> {
  const { loadFamily } = await import('../../runner/families.js');
  const { checkFamily } = await import('../../runner/conformance.js');
  const { engineFor, sizeOf } = await import('../engine.js');
  const { interruptible } = await import('../interruption.js');
  const family = await loadFamily(name);
  const engine = await engineFor(family, options);
  const onNotice = (line: string): void => terminal.note(line);
  const { value, code } = await interruptible(
    (signal) =>
      checkFamily(family, {
        engine,
        size: sizeOf(options),
        signal,
        onStep: (step) => terminal.note(stepLine(step)),
        onNotice,
      }),
    () => terminal.note('stopping; once more leaves at once'),
  );
  if (value !== undefined) terminal.answer({ family: name, engine, steps: value }, () => summary(name, engine, value));
  return code ?? (value?.every(({ status }) => status !== 'failed') === true ? EXIT.ok : EXIT.failed);
}

function stepLine({ name, status, message }: CheckStep): string {
  return `${status.padEnd(7)} ${name}${message === undefined ? '' : `: ${message}`}`;
}

function summary(name: string, engine: string, steps: readonly CheckStep[]): string {
  const having = (status: CheckStep['status']): number => steps.filter((step) => step.status === status).length;
  const failed = having('failed');
  const verdict = failed === 0 ? 'keeps the contract' : `breaks the contract in ${count(failed, 'place')}`;
  return `${name} ${verdict} (engine ${engine}: ${having('passed')} passed, ${failed} failed, ${having('skipped')} skipped)`;
}
