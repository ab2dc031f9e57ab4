import type { TableDefinition } from './table.js';

const withinBenchmarks: TableDefinition = {
  name: 'within-benchmarks',
  order: 45,
  title: 'Every two optimizers on each benchmark',
  about:
    'The incumbents of all runs at the end of the budget, unpaired. Delta is the share of pairs of runs in which the first is better minus ' +
    'that in which it is worse (Cliff). p-values are two-sided (Mann and Whitney) and corrected by Holm among the pairs of the benchmark; ' +
    'empty: with so few runs none could be below 0.05.',
  rows: ({ withinBenchmarks: all }) =>
    all.map(({ benchmark, first, second, firstRuns, secondRuns, delta, mannWhitney }) => ({
      benchmark,
      optimizer: first,
      against: second,
      runs: firstRuns,
      'runs against': secondRuns,
      delta,
      'Mann-Whitney p': mannWhitney.p,
      'Mann-Whitney p (Holm)': mannWhitney.holm,
    })),
};
export default withinBenchmarks;
