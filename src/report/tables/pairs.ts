import type { WithinBenchmark } from '../../analysis/comparison.js';
import type { TableDefinition } from './table.js';

const pairs: TableDefinition = {
  name: 'pairs',
  order: 40,
  title: 'Wins, ties and losses of every two optimizers',
  about:
    'Benchmarks on which the median incumbent of the first is better, equal, worse; p-values are two-sided over benchmarks and ' +
    'corrected by Holm among the pairs of the same share. Empty: too few benchmarks to say anything. Clearly better or worse, at the end of ' +
    'the budget: benchmarks on which the runs alone say so (Mann-Whitney, p below 0.05 after Holm; see the next table).',
  rows: ({ pairs: all, withinBenchmarks }) =>
    all.map(({ first, second, share, benchmarks, sign, wilcoxon, wilcoxonBenchmarks }) => ({
      optimizer: first,
      against: second,
      'budget (%)': 100 * share,
      ...benchmarks,
      'sign test p': sign.p,
      'sign test p (Holm)': sign.holm,
      'Wilcoxon benchmarks': wilcoxonBenchmarks,
      'Wilcoxon p': wilcoxon.p,
      'Wilcoxon p (Holm)': wilcoxon.holm,
      'clearly better': share === 1 ? clear(withinBenchmarks, first, second, 1) : null,
      'clearly worse': share === 1 ? clear(withinBenchmarks, first, second, -1) : null,
    })),
};
export default pairs;

/** Benchmarks on which the first is better (sign 1) or worse (-1) beyond what chance does; `null` where no test could be made. */
function clear(all: readonly WithinBenchmark[], first: string, second: string, sign: 1 | -1): number | null {
  const own = all.filter((each) => each.first === first && each.second === second && each.mannWhitney.holm !== null);
  if (own.length === 0) return null;
  return own.filter(({ delta, mannWhitney }) => sign * delta > 0 && (mannWhitney.holm ?? 1) < 0.05).length;
}
