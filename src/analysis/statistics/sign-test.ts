import { incompleteBeta } from './incomplete-beta.js';

/** `less`: small values or few wins speak against the hypothesis; `greater`: large values or many wins do. */
export type Alternative = 'two-sided' | 'less' | 'greater';

/**
 * Whether wins and losses come from a fair coin: the exact binomial test; ties are left out before.
 * Demšar. Statistical comparisons of classifiers over multiple data sets. JMLR 7 (2006), section 3.1.4.
 * @returns 1 for no wins and losses
 */
export function signTest(wins: number, losses: number, alternative: Alternative = 'two-sided'): number {
  const n = wins + losses;
  const atMost = (count: number): number => (count >= n ? 1 : incompleteBeta(0.5, n - count, count + 1));
  if (n === 0) return 1;
  if (alternative === 'less') return atMost(wins);
  // Of a fair coin wins and losses are alike, and the sum of a tail is exact where 1 minus the other is not.
  if (alternative === 'greater') return atMost(losses);
  return Math.min(1, 2 * atMost(Math.min(wins, losses)));
}
