/** A number that changes while the budget is spent, from its first value to its last. */
export interface Annealed {
  readonly from: number;
  /** Where it stays as it is, the same. */
  readonly to: number;
}

/** @param spent - 0..1 */
export function linearly({ from, to }: Annealed, spent: number): number {
  // A share of 1 that stays must stay exactly 1.
  return from === to ? from : spent * to + (1 - spent) * from;
}

/** Both ends > 0. */
export function geometrically({ from, to }: Annealed, spent: number): number {
  return from === to ? from : Math.exp(spent * Math.log(to) + (1 - spent) * Math.log(from));
}
