import { power } from '../core/power.js';

/**
 * How the cost of an evaluation grows with the level of an axis, as a share of that at its highest level: in proportion, not
 * at all, or `fixed + (1 - fixed) * (level / upper)^power`. The fixed share is what an evaluation costs whatever its level
 * (scoring, columns to sort); a power above 1 is a training that is worse than linear in its rows.
 */
export type LevelCost = 'proportional' | 'none' | { readonly fixed?: number; readonly power?: number };

/** Cost at a level, relative to the highest, in (0, 1]. */
export function costOfLevel(cost: LevelCost | undefined, level: number, upper: number): number {
  if (cost === 'none') return 1;
  const share = level / upper;
  if (cost === undefined || cost === 'proportional') return share;
  const { fixed = 0, power: exponent = 1 } = cost;
  return fixed + (1 - fixed) * (exponent === 1 ? share : power(share, exponent));
}
