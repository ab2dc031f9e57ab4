import { normalCdf } from '../../models/normal.js';
import { mannWhitney } from './mann-whitney.js';
import { midranks } from './midranks.js';

/** Two samples of one stratum, of one value or more each. */
export interface Stratum {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/**
 * Whether values of b tend to be larger than those of a over strata, two-sided: a sum of Mann and Whitney's statistics, each weighted by
 * 1 / (values + 1), by its normal approximation with corrections for ties and continuity. van Elteren. On the combination of independent
 * two-sample tests of Wilcoxon. Bulletin of the International Statistical Institute 37 (1960). Of one stratum it is the test of Mann and
 * Whitney.
 * @returns p is 1 where all values of each stratum are equal; shift is positive where values of b are the larger ones, and 0 where neither
 * are
 */
export function vanElteren(strata: readonly Stratum[]): { readonly p: number; readonly shift: number } {
  const [first] = strata;
  if (first === undefined) return { p: 1, shift: 0 };
  let [distance, variance, smallest] = [0, 0, Infinity];
  for (const { a, b } of strata) {
    const [m, n] = [a.length, b.length];
    const all = m + n;
    const { ranks, ties } = midranks([...b, ...a]);
    const u = ranks.slice(0, n).reduce((sum, rank) => sum + rank, 0) - (n * (n + 1)) / 2;
    const tied = ties.reduce((sum, count) => sum + count * (count * count - 1), 0) / (all * (all - 1));
    const weight = 1 / (all + 1);
    distance += weight * (u - (m * n) / 2);
    variance += weight * weight * ((m * n) / 12) * (all + 1 - tied);
    smallest = Math.min(smallest, weight);
  }
  if (strata.length === 1) return { p: mannWhitney(first.b, first.a).p, shift: distance };
  // All values of each stratum are the same.
  if (!(variance > 1e-12 * smallest * smallest)) return { p: 1, shift: 0 };
  const beyond = Math.max(0, Math.abs(distance) - smallest / 2);
  return { p: Math.min(1, 2 * normalCdf(-beyond / Math.sqrt(variance))), shift: distance };
}
