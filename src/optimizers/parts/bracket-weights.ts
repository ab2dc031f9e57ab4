import type { Rng } from '../../core/rng.js';
import { wholePower } from '../../fidelity/whole-power.js';
import { ceilWhole } from '../../fidelity/whole.js';
import type { AsyncLevel } from './async-plan.js';

/**
 * How often a new trial goes to bracket s of an asynchronous Hyperband over a ladder of S levels, s = 0 the most exploratory. A
 * bracket that begins at a level which is several of the ladder's is the first of theirs:
 * - `synetune`: in proportion to S / ((S - s) r_s), the configurations that Hyperband gives to the bracket. Syne Tune 0.13.0
 *   (`DefaultHyperbandBracketDistribution`).
 * - `synetune-0.16`: in proportion to exp(-s). Syne Tune 0.14 to 0.16.0 (`AsynchronousSuccessiveHalving`).
 * - `optuna`: in proportion to ceil(S eta^(S-1-s) / (S - s)). Optuna 5.0.0 (`HyperbandPruner`).
 *
 * *Deviates:* Optuna takes a hash of the trial's number for its draw; here it is a draw.
 */
export type BracketWeights = 'synetune' | 'synetune-0.16' | 'optuna';

interface Ladder {
  /** S */
  readonly count: number;
  readonly eta: number;
}

type Beginning = Pick<AsyncLevel, 'level' | 'place'>;

export const BRACKET_WEIGHTS: Readonly<Record<BracketWeights, (beginning: Beginning, ladder: Ladder) => number>> = {
  synetune: ({ level, place }, { count }) => count / ((count - place) * level),
  'synetune-0.16': ({ place }) => Math.exp(-place),
  optuna: ({ place }, { count, eta }) => ceilWhole((count * wholePower(eta, count - 1 - place)) / (count - place)),
};

/** Probabilities of the first brackets. */
export function bracketShares(
  weights: BracketWeights,
  levels: readonly Beginning[],
  { eta, brackets }: { readonly eta: number; readonly brackets: number },
): readonly number[] {
  const count = (levels.at(-1)?.place ?? 0) + 1;
  const all = levels.slice(0, brackets).map((level) => BRACKET_WEIGHTS[weights](level, { count, eta }));
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
