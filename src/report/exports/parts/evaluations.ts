import type { Configuration, Fidelity } from '../../../core/types.js';
import { bug } from '../../../core/errors.js';
import { readJsonl } from '../../../log/read.js';
import type { Ended, Observed, Suggested } from '../../../log/records.js';
import type { FidelityParameter } from '../../../fidelity/space.js';

/** What was asked and what came of it. */
export interface Evaluation {
  readonly asked: Suggested;
  /** Undefined where the run's log ends before: the evaluation was under way. */
  readonly observed: Observed | undefined;
  readonly configuration: Configuration;
  /** Where the metrics are of: below the fidelity that was asked for where the optimizer stopped it. */
  readonly fidelity: Fidelity;
  /** Of the evaluation. */
  readonly seed: number;
}

/**
 * The evaluations of a run in the order in which they were observed, those under way last; read line by line. In memory are the
 * configurations of the run and what is under way.
 * @returns the last record of a run that came to its end.
 */
export async function* evaluationsOf(
  file: string,
  fidelities: readonly FidelityParameter[],
): AsyncGenerator<Evaluation, Ended | undefined> {
  const watched = fidelities.find(({ continuation }) => continuation)?.name;
  const trials = new Map<number, { readonly configuration: Configuration; readonly seed: number }>();
  const open = new Map<number, Suggested>();
  const join = (asked: Suggested, observed: Observed | undefined): Evaluation => {
    const trial = trials.get(asked.trial);
    if (trial === undefined) throw bug(`trial ${asked.trial} has no configuration`, { file });
    const { level } = observed ?? {};
    const fidelity =
      level === undefined || watched === undefined ? asked.fidelity : { ...asked.fidelity, [watched]: level };
    return { asked, observed, configuration: trial.configuration, fidelity, seed: asked.seed ?? trial.seed };
  };
  for await (const records of readJsonl(file)) {
    for (const { record } of records) {
      if (record.record === 'ended') return record;
      if (record.record === 'suggested') {
        open.set(record.evaluation, record);
        const { trial, configuration, seed } = record;
        if (configuration !== undefined) trials.set(trial, { configuration, seed: seed ?? 0 });
      } else if (record.record === 'observed') {
        const asked = open.get(record.evaluation);
        if (asked === undefined) throw bug(`evaluation ${record.evaluation} was observed but not suggested`, { file });
        open.delete(record.evaluation);
        yield join(asked, record);
      }
    }
  }
  for (const asked of open.values()) yield join(asked, undefined);
  return undefined;
}

/** Whether it has a value at the highest fidelity: such values, and no others, are compared with each other. */
export function isFull({ observed, fidelity }: Evaluation, highest: Fidelity): boolean {
  return observed?.status === 'completed' && Object.entries(highest).every(([name, level]) => fidelity[name] === level);
}
