import type { Observation, Problem } from '../optimizer.js';

/** Earlier observations that a method of one fidelity can start from: those at the highest, in their order. */
export function observationsAtHighest({
  fidelities,
  observations = [],
}: Pick<Problem, 'fidelities' | 'observations'>): readonly Observation[] {
  const levels = Object.entries(fidelities.highest);
  return observations.filter(({ suggestion }) => levels.every(([name, level]) => suggestion.fidelity[name] === level));
}
