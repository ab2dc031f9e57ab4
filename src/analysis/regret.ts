import type { ComparedObjective } from './comparison.js';

/** Distance of a value (in the benchmark's own sign) to the best of the normaliser; `null` where there is none. */
export function regretOf({ direction, normaliser }: ComparedObjective, value: number | null): number | null {
  if (normaliser === null || value === null) return null;
  return (direction === 'minimize' ? 1 : -1) * (value - normaliser.best);
}

/** The same, 0 at the best and 1 at the reference. */
export function normalisedRegretOf(objective: ComparedObjective, value: number | null): number | null {
  const { normaliser } = objective;
  const regret = regretOf(objective, value);
  if (regret === null || normaliser?.reference == null) return null;
  return regret / Math.abs(normaliser.reference - normaliser.best);
}
