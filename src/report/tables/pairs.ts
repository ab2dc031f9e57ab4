import type { TableDefinition } from './table.js';

const pairs: TableDefinition = {
  name: 'pairs',
  order: 40,
  title: 'Wins, ties and losses of every two optimizers',
  about:
    'Benchmarks on which the median incumbent of the first is better, equal, worse; p-values are two-sided over benchmarks and ' +
    'corrected by Holm among the pairs of the same share. Empty: too few benchmarks to say anything.',
  rows: ({ pairs: all }) =>
    all.map(({ first, second, share, benchmarks, sign, wilcoxon }) => ({
      optimizer: first,
      against: second,
      'budget (%)': 100 * share,
      ...benchmarks,
      'sign test p': sign.p,
      'sign test p (Holm)': sign.holm,
      'Wilcoxon p': wilcoxon.p,
      'Wilcoxon p (Holm)': wilcoxon.holm,
    })),
};
export default pairs;
