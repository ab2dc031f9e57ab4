import { pwilcox } from 'lib-r-math.js';
import { normalCdf } from '../../models/normal.js';
import { midranks } from './midranks.js';

export interface MannWhitney {
  /** Pairs in which the value of a is the larger one; a tie is half of a pair. */
  readonly u: number;
  /** Two-sided. */
  readonly p: number;
  /** Cliff's delta in -1..1: share of pairs in which a is larger minus the share in which b is. */
  readonly delta: number;
}

/**
 * Whether values of one sample tend to be larger than those of another.
 * Mann, Whitney. On a test of whether one of two random variables is stochastically larger than the other. Annals of
 * Mathematical Statistics 18 (1947). As `wilcox.test` of R does it: the exact distribution for fewer than 50 values each
 * without ties, the normal one with corrections for ties and continuity otherwise.
 * @param a - one value or more, as b
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): MannWhitney {
  const [m, n] = [a.length, b.length];
  const { ranks, ties } = midranks([...a, ...b]);
  const u = ranks.slice(0, m).reduce((sum, rank) => sum + rank, 0) - (m * (m + 1)) / 2;
  const exact = ties.length === 0 && m < EXACT && n < EXACT;
  const p = exact ? exactP(u, m, n) : approximateP(u, m, n, ties);
  return { u, p, delta: (2 * u) / (m * n) - 1 };
}

const EXACT = 50;

function exactP(u: number, m: number, n: number): number {
  return Math.min(1, 2 * pwilcox(Math.min(u, m * n - u), m, n));
}

function approximateP(u: number, m: number, n: number, ties: readonly number[]): number {
  const all = m + n;
  const tied = ties.reduce((sum, count) => sum + count * (count * count - 1), 0) / (all * (all - 1));
  const deviation = Math.sqrt(((m * n) / 12) * (all + 1 - tied));
  // All values are the same.
  if (deviation === 0) return 1;
  const distance = Math.max(0, Math.abs(u - (m * n) / 2) - 0.5);
  return Math.min(1, 2 * normalCdf(-distance / deviation));
}
