import { pchisq } from 'lib-r-math.js';
import { incompleteBeta } from './incomplete-beta.js';
import { midranks } from './midranks.js';

export interface Friedman {
  /** Mean rank of each column over rows, 1..k; small values have small ranks. */
  readonly meanRanks: readonly number[];
  /** Chi-squared with k - 1 degrees of freedom, corrected for ties; NaN where every row is all ties. */
  readonly statistic: number;
  readonly p: number;
  /** Of the same statistic, with k - 1 and (k - 1)(n - 1) degrees of freedom; infinite where all rows agree. */
  readonly f: number;
  readonly fP: number;
}

/**
 * Whether columns differ over rows. Friedman. The use of ranks to avoid the assumption of normality. JASA 32 (1937), with
 * the correction for ties that R and scipy have; F by Iman and Davenport (1980), as in Demšar (JMLR 7, 2006), section 3.2.2.
 * @param rows - n x k, n >= 2, k >= 2; NaN is not among them
 */
export function friedman(rows: readonly (readonly number[])[]): Friedman {
  const n = rows.length;
  const k = rows[0]?.length ?? 0;
  const ranked = rows.map(midranks);
  const meanRanks = Array.from(
    { length: k },
    (_, column) => ranked.reduce((sum, { ranks }) => sum + (ranks[column] as number), 0) / n,
  );
  const tied = ranked.flatMap(({ ties }) => ties).reduce((sum, count) => sum + count * (count * count - 1), 0);
  const squares = meanRanks.reduce((sum, rank) => sum + (rank - (k + 1) / 2) ** 2, 0);
  const correction = 1 - tied / (n * k * (k * k - 1));
  const statistic = correction > 0 ? (12 * n * squares) / (k * (k + 1)) / correction : NaN;
  const rest = n * (k - 1) - statistic;
  // Rows that agree leave a rest of 0, but for rounding.
  const f = rest > 1e-9 * n * k ? ((n - 1) * statistic) / rest : Infinity;
  const unknown = Number.isNaN(statistic);
  return {
    meanRanks,
    statistic,
    p: unknown ? NaN : pchisq(statistic, k - 1, 0, false),
    f: unknown ? NaN : f,
    fP: unknown ? NaN : f === Infinity ? 0 : upperTailOfF(f, k - 1, (k - 1) * (n - 1)),
  };
}

function upperTailOfF(f: number, above: number, below: number): number {
  return incompleteBeta(below / (below + above * f), below / 2, above / 2);
}
