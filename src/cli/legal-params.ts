import { userError } from '../core/errors.js';
import { formatPath, type Violation } from '../core/schema.js';
import type { Configuration, Fidelity } from '../core/types.js';
import { createFidelitySpace } from '../fidelity/space.js';
import type { Descriptor } from '../protocol/descriptor.js';
import { createSearchSpace } from '../space/space.js';

/** What the command line says of a configuration and a fidelity. */
export interface GivenParams {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly fidelity?: Readonly<Record<string, unknown>>;
}

export interface LegalParams {
  readonly configuration: Configuration;
  readonly fidelity: Fidelity;
}

/**
 * Defaults where nothing is given: the configuration as a whole, the fidelity level by level (the highest).
 * @throws SuiteError of code 'user' with all that is illegal.
 */
export function legalParams(descriptor: Descriptor, given: GivenParams): LegalParams {
  const space = createSearchSpace(descriptor.space);
  const fidelities = createFidelitySpace(descriptor.fidelities);
  const configuration = given.config ?? space.defaults();
  const fidelity = { ...fidelities.highest, ...given.fidelity };
  refuse('--config', space.check(configuration));
  refuse('--fidelity', fidelities.check(fidelity));
  return { configuration: configuration as Configuration, fidelity: fidelity as Fidelity };
}

function refuse(option: string, violations: readonly Violation[]): void {
  if (violations.length === 0) return;
  const all = violations.map(({ path, message }) => (path.length === 0 ? message : `${formatPath(path)}: ${message}`));
  throw userError(all.join('; '), { key: option, mend: 'Ask `hport describe` for what is legal.' });
}
