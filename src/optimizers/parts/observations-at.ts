import type { Fidelity } from '../../core/types.js';
import type { Observation } from '../optimizer.js';

/** Earlier observations at one fidelity, in their order: what a method of one fidelity can start from. */
export function observationsAt(
  observations: readonly Observation[] | undefined,
  fidelity: Fidelity,
): readonly Observation[] {
  const levels = Object.entries(fidelity);
  return (observations ?? []).filter(({ suggestion }) =>
    levels.every(([name, level]) => suggestion.fidelity[name] === level),
  );
}
