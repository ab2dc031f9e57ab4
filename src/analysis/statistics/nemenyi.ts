import { qtukey } from 'lib-r-math.js';

/**
 * How far apart mean ranks must be to differ at `alpha`, when all of k are compared with all over n rows.
 * Nemenyi. Distribution-free multiple comparisons. PhD thesis, Princeton (1963); Demšar (JMLR 7, 2006), equation in 3.2.2: the
 * quantile of the studentized range with infinite degrees of freedom, divided by the root of 2.
 */
export function criticalDifference(k: number, n: number, alpha: number = 0.05): number {
  return (qtukey(1 - alpha, k, Infinity) / Math.SQRT2) * Math.sqrt((k * (k + 1)) / (6 * n));
}

/**
 * The bars of the diagram: largest runs of neighbours no further apart than `difference`, of two or more.
 * @param meanRanks - ascending
 * @returns first and last index of each, both included
 */
export function indistinguishable(
  meanRanks: readonly number[],
  difference: number,
): readonly (readonly [first: number, last: number])[] {
  const bars: [number, number][] = [];
  meanRanks.forEach((rank, first) => {
    const last = meanRanks.findLastIndex((other) => other - rank <= difference);
    if (last > first && last > (bars.at(-1)?.[1] ?? -1)) bars.push([first, last]);
  });
  return bars;
}
