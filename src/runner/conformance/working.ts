import type { Fidelity } from '../../core/types.js';
import type { EvaluateParams } from '../../protocol/benchmark.js';
import type { Instance } from './instance.js';
import { isFailure } from './respondent.js';
import type { Subject } from './subject.js';

/** Evaluations of the sample that are tried. */
const TRIES = 12;

/**
 * The cheapest evaluation of the sample that succeeds at all of these fidelities too: an objective may fail at a higher level, and
 * what is checked there is something else. Undefined when there is none.
 */
export async function workingAt(
  subject: Subject,
  instance: Instance,
  fidelities: readonly Fidelity[],
): Promise<EvaluateParams | undefined> {
  const guest = await subject.guest();
  const works = async (params: EvaluateParams): Promise<boolean> => {
    for (const fidelity of fidelities) if (isFailure((await guest.ask({ ...params, fidelity })).answer)) return false;
    return true;
  };
  for (const params of await subject.cheapest(instance, TRIES)) if (await works(params)) return params;
  return undefined;
}
