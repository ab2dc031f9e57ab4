import type { TableDefinition } from './table.js';

const friedman: TableDefinition = {
  name: 'friedman',
  order: 60,
  title: 'Friedman test over benchmarks, and mean ranks',
  about:
    'Whether the optimizers differ at all, and the mean rank of each; mean ranks further apart than the critical difference of ' +
    'Nemenyi differ (at 0.05).',
  rows: ({ friedman: all }) =>
    all.flatMap(({ share, benchmarks, statistic, p, fStatistic, fP, meanRanks, criticalDifference }) =>
      meanRanks.map(({ optimizer, rank }) => ({
        optimizer,
        'budget (%)': 100 * share,
        benchmarks,
        'mean rank': rank,
        'critical difference': criticalDifference,
        'chi-squared': statistic,
        p,
        F: fStatistic,
        'p of F': fP,
      })),
    ),
};
export default friedman;
