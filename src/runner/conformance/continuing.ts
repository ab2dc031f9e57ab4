import type { EvaluateParams, EvaluateResult } from '../../protocol/benchmark.js';
import { userError } from '../../core/errors.js';
import { skipped, type Verdict } from './check.js';
import type { Instance } from './instance.js';
import { shownParams, type Respondent } from './respondent.js';
import type { Subject } from './subject.js';

/** Why a family's checkpoints cannot be checked here; undefined when they can. */
export function notContinuing({ engine, instances }: Subject): Verdict | undefined {
  if (instances.every((instance) => continuingAxes(instance).length === 0)) return skipped('no fidelity continues');
  if (instances.every(({ measured }) => !measured)) {
    return skipped('on a recorded clock nothing is really continued: costs are subtracted');
  }
  const [first] = instances;
  if (first?.descriptor.deterministic === false && first.descriptor.continuationTolerance === undefined) {
    return skipped('the family is not deterministic and declares no continuationTolerance');
  }
  if (engine.embedded) return skipped(`the engine ${engine.name} keeps no checkpoints; --engine process does`);
  return undefined;
}

/** Names of the fidelities that continue from checkpoints. */
export function continuingAxes({ descriptor }: Instance): readonly string[] {
  return descriptor.fidelities.filter(({ continuation }) => continuation).map(({ name }) => name);
}

/** An evaluation that has to leave a checkpoint. @throws SuiteError when it does not */
export async function keep(
  guest: Respondent,
  params: EvaluateParams,
): Promise<EvaluateResult & { readonly checkpoint: string }> {
  const result = await guest.result({ ...params, keep: true });
  const { checkpoint } = result;
  if (checkpoint !== undefined) return { ...result, checkpoint };
  throw userError(`no checkpoint was left: ${shownParams(params)}`, {
    mend: 'Write the state into the folder context.keepIn (keep_in in Python) when it is given, or say continuation: false.',
  });
}
