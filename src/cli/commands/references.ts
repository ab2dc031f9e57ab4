import { InvalidArgumentError, type Command } from 'commander';
import { formatSuiteError, SuiteError } from '../../core/errors.js';
import type { Family } from '../../runner/families.js';
import type { UpdatedReferences } from '../../runner/references/update-references.js';
import { EXIT } from '../failure.js';
import type { Perform } from '../perform.js';
import type { Terminal } from '../terminal.js';
import { count, examples } from '../words.js';

interface ReferencesOptions {
  readonly all?: boolean;
  readonly check?: boolean;
  readonly again?: boolean;
  readonly instance?: readonly string[];
  readonly draws?: number;
  readonly engine?: string;
}

/** Draws where an evaluation is looked up or computed in a moment, and where it is a training. */
const DRAWS = { recorded: 10_000, measured: 50 } as const;

/** `hport references [family...]` */
export function addReferences(program: Command, perform: Perform): void {
  program
    .command('references')
    .summary('compute the scales of normalised regret')
    .description(
      'Writes references.json into the folder of each family: per instance and metric the best value (regret 0) and the median of uniformly drawn configurations (regret 1), both at the highest fidelity. Tables are counted through; elsewhere configurations are drawn, and the best value is searched for where no optimum is declared.',
    )
    .argument('[families...]', 'their names')
    .option('--all', 'all families whose costs are recorded and whose files can be had')
    .option('--check', 'compute nothing, and say what is missing or out of date')
    .option('--again', 'compute also what is up to date')
    .option('--instance <names...>', 'these instances only')
    .option(
      '--draws <count>',
      `configurations to draw (default: ${DRAWS.recorded}; ${DRAWS.measured} where each is trained)`,
      parseDraws,
    )
    .option('--engine <name>', 'where to evaluate (default: inside the runner if possible, otherwise docker)')
    .addHelpText(
      'after',
      examples('hport references nasbench201', 'hport references --all --check', 'hport references mlp --draws 100'),
    )
    .action((families: readonly string[], options: ReferencesOptions) =>
      perform((terminal) => references(families, options, terminal)),
    );
}

async function references(names: readonly string[], options: ReferencesOptions, terminal: Terminal): Promise<number> {
  const families = await familiesOf(names, options);
  return options.check === true ? await check(families, options, terminal) : await update(families, options, terminal);
}

async function familiesOf(names: readonly string[], { all, instance }: ReferencesOptions): Promise<readonly Family[]> {
  const { userError } = await import('../../core/errors.js');
  const { listFamilies, loadFamily } = await import('../../runner/families.js');
  if (names.length > 0 === (all === true)) {
    throw userError('expected either names of families or --all', { mend: '`hport list families` has the names.' });
  }
  if (instance !== undefined && names.length !== 1) {
    throw userError('instances are those of one family', { key: '--instance', mend: 'Name one family.' });
  }
  const loaded = await Promise.all((all === true ? await listFamilies() : [...new Set(names)]).map(loadFamily));
  return all === true
    ? loaded.filter((family) => Object.keys(family.unpinned).length === 0 && isRecorded(family))
    : loaded;
}

async function check(families: readonly Family[], options: ReferencesOptions, terminal: Terminal): Promise<number> {
  const { referenceState } = await import('../../runner/references/scaled-metrics.js');
  const found = await Promise.all(
    families.map(async (family) => {
      const instances = await instancesOf(family, options);
      const having = (state: string): readonly string[] =>
        instances.filter((instance) => referenceState(family, instance) === state);
      return { family: family.name, current: having('current'), stale: having('stale'), none: having('none') };
    }),
  );
  const text = found.map(({ family, current, stale, none }) => {
    const parts = [`${current.length} up to date`, `${stale.length} out of date`, `${none.length} missing`];
    const mend = stale.length + none.length === 0 ? '' : `: hport references ${family}`;
    return `${family}: ${parts.join(', ')}${mend}`;
  });
  terminal.answer(found, () => text.join('\n'));
  return found.some(({ stale, none }) => stale.length + none.length > 0) ? EXIT.failed : EXIT.ok;
}

async function update(families: readonly Family[], options: ReferencesOptions, terminal: Terminal): Promise<number> {
  const { interruptible } = await import('../interruption.js');
  const done: UpdatedReferences[] = [];
  const failures: string[] = [];
  const { code } = await interruptible(
    async (signal) => {
      for (const family of families) {
        try {
          done.push(await updateOne(family, options, terminal, signal));
        } catch (error) {
          // Of many families those that can be had are computed, and the others are named.
          if (families.length === 1 || !(error instanceof SuiteError) || error.code === 'bug') throw error;
          failures.push(`${family.name}: ${formatSuiteError(error)}`);
        }
      }
    },
    () => terminal.note('stopping; once more leaves at once'),
  );
  terminal.answer({ families: done, failures }, () => [...done.map(doneText), ...failures].join('\n'));
  return code ?? (failures.length > 0 ? EXIT.failed : EXIT.ok);
}

async function updateOne(
  family: Family,
  options: ReferencesOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<UpdatedReferences> {
  const { updateReferences } = await import('../../runner/references/update-references.js');
  const { engineFor } = await import('../engine.js');
  const instances = await instancesOf(family, options);
  const { draws = isRecorded(family) ? DRAWS.recorded : DRAWS.measured, again = false } = options;
  const engine = await engineFor(family, options);
  const onNotice = (line: string): void => terminal.note(line);
  const onInstance = (instance: string, at: number, of: number, evaluations: number): void =>
    terminal.note(`${family.name}/${instance}: ${count(evaluations, 'evaluation')} (${at} of ${of})`);
  return await updateReferences(family, { engine, draws, again, instances, signal, onNotice, onInstance });
}

async function instancesOf(family: Family, { instance }: ReferencesOptions): Promise<readonly string[]> {
  const { instanceOf } = await import('../instance.js');
  return instance?.map((name) => instanceOf(family, name).instance) ?? Object.keys(family.descriptors);
}

function isRecorded({ descriptors }: Family): boolean {
  return Object.values(descriptors).every(({ clock }) => clock === 'recorded');
}

function doneText({ family, computed, kept }: UpdatedReferences): string {
  const before = kept.length === 0 ? '' : `, ${kept.length} were up to date`;
  return `${family}: ${count(computed.length, 'instance')} computed${before}`;
}

function parseDraws(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 1_000_000) return value;
  throw new InvalidArgumentError('Expected a whole number from 1 to 1000000.');
}
