import type { TableDefinition } from './table.js';

const friedman: TableDefinition = {
  name: 'friedman',
  order: 60,
  title: 'Friedman test over benchmarks, and ranks of medians',
  about:
    'Whether the optimizers differ at all over the benchmarks that all have runs on, and the rank of the medians of each; ranks ' +
    'further apart than the critical difference of Nemenyi differ (at 0.05).',
  rows: ({ friedman: all }) =>
    all.flatMap(({ share, benchmarks, leftOut, statistic, p, fStatistic, fP, meanRanks, criticalDifference }) =>
      meanRanks.map(({ optimizer, rank }) => ({
        optimizer,
        'budget (%)': 100 * share,
        benchmarks,
        'left out': leftOut.join(', '),
        'rank of medians': rank,
        'critical difference': criticalDifference,
        'chi-squared': statistic,
        p,
        F: fStatistic,
        'p of F': fP,
      })),
    ),
};
export default friedman;
