import { userError } from '../../core/errors.js';
import type { FidelityParameter } from '../../fidelity/space.js';

/** All levels of a fidelity that the manifest admits, ascending. @throws SuiteError of code 'user' where they cannot be listed */
export function declaredLevels({ name, type, lower, upper, levels }: FidelityParameter): readonly number[] {
  if (levels !== undefined) return levels;
  if (type === 'integer') return Array.from({ length: upper - lower + 1 }, (_, step) => lower + step);
  throw userError(`the fidelity ${name} has no levels`, {
    mend: 'Write the recorded levels under levels: [..].',
  });
}
