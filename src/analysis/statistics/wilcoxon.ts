import { psignrank } from 'lib-r-math.js';
import { normalCdf } from '../../models/normal.js';
import { midranks } from './midranks.js';
import type { Alternative } from './sign-test.js';

export interface Wilcoxon {
  /** Differences that are not 0: those that are say nothing and are left out. */
  readonly n: number;
  /** Sum of the ranks of positive differences, 0..n(n+1)/2. */
  readonly plus: number;
  /** 1 where no difference is left. */
  readonly p: number;
}

/**
 * Whether differences of pairs lie around 0. `less`: whether they lie below.
 * Wilcoxon. Individual comparisons by ranking methods. Biometrics Bulletin 1 (1945). As `wilcox.test` of R does it: the exact
 * distribution for fewer than 50 differences without ties and zeros, the normal one with corrections for ties and continuity
 * otherwise.
 */
export function wilcoxon(differences: readonly number[], alternative: Alternative = 'two-sided'): Wilcoxon {
  const kept = differences.filter((difference) => difference !== 0);
  const n = kept.length;
  const { ranks, ties } = midranks(kept.map(Math.abs));
  const plus = ranks.reduce((sum, rank, i) => ((kept[i] as number) > 0 ? sum + rank : sum), 0);
  if (n === 0) return { n, plus, p: 1 };
  const exact = ties.length === 0 && n === differences.length && n < EXACT;
  const below = exact ? psignrank(plus, n) : normalTail(plus, n, ties);
  const above = exact ? psignrank(plus - 1, n, false) : normalTail((n * (n + 1)) / 2 - plus, n, ties);
  return {
    n,
    plus,
    p: alternative === 'less' ? below : alternative === 'greater' ? above : Math.min(1, 2 * Math.min(below, above)),
  };
}

const EXACT = 50;

/** Probability of a rank sum of at most `sum`, with the correction for continuity towards the middle. */
function normalTail(sum: number, n: number, ties: readonly number[]): number {
  const mean = (n * (n + 1)) / 4;
  const tied = ties.reduce((total, count) => total + count * (count * count - 1), 0) / 48;
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - tied);
  return normalCdf((sum - mean + 0.5) / deviation);
}
