import { floorWhole } from '../../fidelity/whole.js';

/** The losses of a rung so far, in order. */
export interface RankedRung {
  readonly size: number;
  /** The loss of a rank, from 0 = the smallest. */
  lossAt(rank: number): number;
  /** How many trials come to one that goes on: eta, or eta^(k+1) where k levels of the ladder were merged into this one. */
  readonly reduction: number;
  /** Level of this rung over that of the next one, in (0, 1): 1 / reduction where levels were not rounded. */
  readonly ratio: number;
}

/** Whether the entry of a rank is good enough for the next rung. Monotone: if one is, all better ones are. */
export type RungRule = (rung: RankedRung, rank: number) => boolean;

/**
 * Rules of asynchronous successive halving, which differ in the last digit, and results with them. R is the reduction:
 * - `paper`: the best floor(n/R), nobody of fewer than R. Li et al. 2020, Algorithm 2, line 12.
 * - `mlr3hyperband`: the same, but at least one. mlr3hyperband, whose development version has it.
 * - `optuna`: losses up to the one of the index max(floor(n/R) - 1, 0); ties survive together. Optuna 5.0.0.
 * - `synetune`: losses up to the quantile r_k/r_(k+1), interpolated linearly, of at least two. Syne Tune up to 0.13.0
 *   (`HyperbandScheduler`), where r_k is the level.
 * - `synetune-0.16`: losses below which there are at most n/R others. Syne Tune 0.14 to 0.16.0
 *   (`AsynchronousSuccessiveHalving`), which has it for stopping only.
 */
export type RungRuleName = 'paper' | 'synetune' | 'synetune-0.16' | 'optuna' | 'mlr3hyperband';

export const RUNG_RULES: Readonly<Record<RungRuleName, RungRule>> = {
  paper: (rung, rank) => rank < share(rung),
  synetune: (rung, rank) => rung.size >= 2 && rung.lossAt(rank) <= quantile(rung, rung.ratio),
  'synetune-0.16': (rung, rank) => rung.lossAt(rank) <= rung.lossAt(Math.min(share(rung), rung.size - 1)),
  optuna: (rung, rank) => rung.lossAt(rank) <= rung.lossAt(Math.max(share(rung) - 1, 0)),
  mlr3hyperband: (rung, rank) => rank < Math.max(share(rung), 1),
};

/** floor(n / R) */
function share({ size, reduction }: RankedRung): number {
  return floorWhole(size / reduction);
}

/** Quantile with linear interpolation between order statistics (Hyndman and Fan 1996, type 7; NumPy's default), n >= 1. */
export function quantile({ size, lossAt }: Pick<RankedRung, 'size' | 'lossAt'>, share: number): number {
  const place = share * (size - 1);
  const below = floorWhole(place);
  const lower = lossAt(below);
  const part = place - below;
  // A place within rounding of an order statistic is that one: its own loss must not fall behind itself.
  return part < 1e-9 ? lower : lower + part * (lossAt(below + 1) - lower);
}
