import { InvalidArgumentError, type Command } from 'commander';
import type { Answer } from '../../core/types.js';
import type { EngineOptions } from '../engine.js';
import { EXIT } from '../failure.js';
import { parseJsonObject } from '../json-object.js';
import type { Perform } from '../perform.js';
import type { Terminal } from '../terminal.js';
import { examples, formatSeconds } from '../words.js';
import { addSizeOptions } from '../worker-size.js';

interface EvaluateOptions extends EngineOptions {
  readonly instance: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly fidelity?: Readonly<Record<string, unknown>>;
  readonly seed: number;
}

/** `hport evaluate <family>` */
export function addEvaluate(program: Command, perform: Perform): void {
  addSizeOptions(program.command('evaluate'))
    .summary('evaluate one configuration')
    .description('Evaluates one configuration of a benchmark once.')
    .argument('<family>', 'its name')
    .requiredOption('--instance <name>', 'the instance')
    .option('--config <json>', 'values of the parameters (default: their defaults)', parseJsonObject)
    .option('--fidelity <json>', 'levels of the fidelities (default: the highest)', parseJsonObject)
    .option('--seed <integer>', 'seed of the evaluation', parseSeed, 0)
    .option(
      '--engine <name>',
      'where to evaluate (default: inside the runner if possible, otherwise docker; docker for code that is not of the suite)',
    )
    .addHelpText(
      'after',
      examples(
        'hport evaluate counting-ones --instance d8',
        `hport evaluate counting-ones --instance d8 --fidelity '{"samples": 9}' --seed 1`,
        'hport evaluate mlp --instance wine --engine docker --json',
      ),
    )
    .action((family: string, options: EvaluateOptions) => perform((terminal) => evaluate(family, options, terminal)));
}

async function evaluate(name: string, options: EvaluateOptions, terminal: Terminal): Promise<number> {
  const { loadFamily } = await import('../../runner/families.js');
  const { evaluateOnce } = await import('../../runner/evaluate-once.js');
  const { instanceOf } = await import('../instance.js');
  const { legalParams } = await import('../legal-params.js');
  const { engineFor, sizeOf } = await import('../engine.js');
  const { interruptible } = await import('../interruption.js');
  const family = await loadFamily(name);
  const { instance, seed } = options;
  const { configuration, fidelity } = legalParams(instanceOf(family, instance), options);
  const engine = await engineFor(family, options);
  const size = sizeOf(options);
  const onNotice = (line: string): void => terminal.note(line);
  const { value, code } = await interruptible(
    (signal) => evaluateOnce(family, { instance, configuration, fidelity, seed }, { engine, size, signal, onNotice }),
    () => onNotice('stopping; once more leaves at once'),
  );
  if (value !== undefined) {
    const asked = { family: name, instance, configuration, fidelity, seed, engine };
    terminal.answer({ ...asked, outcome: value }, () => asText(value));
  }
  return code ?? (value?.status === 'completed' ? EXIT.ok : EXIT.failed);
}

function asText(outcome: Answer): string {
  const cost = `cost: ${formatSeconds(outcome.cost)}`;
  if (outcome.status !== 'completed') return `${outcome.status} (${outcome.code}): ${outcome.message}\n${cost}`;
  return [...Object.entries(outcome.metrics).map(([name, value]) => `${name}: ${value}`), cost].join('\n');
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (text.trim() !== '' && Number.isInteger(seed) && seed >= 0 && seed <= 2_147_483_647) return seed;
  throw new InvalidArgumentError('Expected a whole number from 0 to 2147483647.');
}
