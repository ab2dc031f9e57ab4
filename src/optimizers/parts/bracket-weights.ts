import { power } from '../../core/power.js';
import type { Rng } from '../../core/rng.js';
import { ceilWhole } from '../../fidelity/whole.js';

/**
 * How often a new trial goes to bracket s of an asynchronous Hyperband over S levels, s = 0 the most exploratory:
 * - `synetune`: in proportion to S / ((S - s) r_s), the configurations that Hyperband gives to the bracket.
 * - `optuna`: in proportion to ceil(S eta^(S-1-s) / (S - s)).
 *
 * *Deviates:* Optuna takes a hash of the trial's number for its draw; here it is a draw.
 */
export type BracketWeights = 'synetune' | 'optuna';

export const BRACKET_WEIGHTS: Readonly<
  Record<BracketWeights, (s: number, levels: readonly number[], eta: number) => number>
> = {
  synetune: (s, levels) => levels.length / ((levels.length - s) * (levels[s] as number)),
  optuna: (s, { length }, eta) => ceilWhole((length * power(eta, length - 1 - s)) / (length - s)),
};

/** Probabilities of the first `count` brackets. */
export function bracketShares(
  weights: BracketWeights,
  levels: readonly number[],
  eta: number,
  count: number,
): readonly number[] {
  const all = Array.from({ length: count }, (_, s) => BRACKET_WEIGHTS[weights](s, levels, eta));
  const sum = all.reduce((total, weight) => total + weight, 0);
  return all.map((weight) => weight / sum);
}

/** Draws an index in proportion to its share. */
export function drawShare(shares: readonly number[], rng: Rng): number {
  let left = rng.float();
  for (let index = 0; index < shares.length - 1; index++) {
    left -= shares[index] as number;
    if (left < 0) return index;
  }
  return shares.length - 1;
}
