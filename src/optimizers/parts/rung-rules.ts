import { floorWhole } from '../../fidelity/whole.js';

/** The losses of a rung so far, in order. */
export interface RankedRung {
  readonly size: number;
  /** The loss of a rank, from 0 = the smallest. */
  lossAt(rank: number): number;
  /** Level of this rung over that of the next one, in (0, 1): 1/eta where levels were not rounded. */
  readonly ratio: number;
}

/** Whether the entry of a rank is good enough for the next rung. Monotone: if one is, all better ones are. */
export type RungRule = (rung: RankedRung, rank: number, eta: number) => boolean;

/**
 * Rules of asynchronous successive halving, which differ in the last digit, and results with them:
 * - `paper`: the best floor(n/eta), nobody of fewer than eta. Li et al. 2020, Algorithm 2, line 12.
 * - `mlr3hyperband`: the same, but at least one.
 * - `optuna`: losses up to the one of the index max(floor(n/eta) - 1, 0); ties survive together.
 * - `synetune`: losses up to the quantile r_k/r_(k+1), interpolated linearly, of at least two.
 */
export type RungRuleName = 'paper' | 'synetune' | 'optuna' | 'mlr3hyperband';

export const RUNG_RULES: Readonly<Record<RungRuleName, RungRule>> = {
  paper: ({ size }, rank, eta) => rank < floorWhole(size / eta),
  synetune: (rung, rank) => rung.size >= 2 && rung.lossAt(rank) <= quantile(rung, rung.ratio),
  optuna: (rung, rank, eta) => rung.lossAt(rank) <= rung.lossAt(Math.max(floorWhole(rung.size / eta) - 1, 0)),
  mlr3hyperband: ({ size }, rank, eta) => rank < Math.max(floorWhole(size / eta), 1),
};

/** Quantile with linear interpolation between order statistics (Hyndman and Fan 1996, type 7; NumPy's default), n >= 1. */
export function quantile({ size, lossAt }: Pick<RankedRung, 'size' | 'lossAt'>, share: number): number {
  const place = share * (size - 1);
  const below = floorWhole(place);
  const lower = lossAt(below);
  const part = place - below;
  // A place within rounding of an order statistic is that one: its own loss must not fall behind itself.
  return part < 1e-9 ? lower : lower + part * (lossAt(below + 1) - lower);
}
