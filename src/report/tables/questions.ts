import type { TableDefinition } from './table.js';

const questions: TableDefinition = {
  name: 'questions',
  order: 50,
  title: 'Do advanced and multi-fidelity methods win?',
  about:
    "HPOBench's research questions 1 (advanced methods against the baseline of their kind) and 2 (multi- against single-fidelity). " +
    'p-values are one-sided: small where the optimizer is better; corrected by Holm among the rows of a question and share.',
  rows: ({ questions: all }) =>
    all.map(({ question, optimizer, against, share, benchmarks, sign, wilcoxon, wilcoxonBenchmarks }) => ({
      question,
      optimizer,
      against,
      'budget (%)': 100 * share,
      ...benchmarks,
      'sign test p': sign.p,
      'sign test p (Holm)': sign.holm,
      'Wilcoxon benchmarks': wilcoxonBenchmarks,
      'Wilcoxon p': wilcoxon.p,
      'Wilcoxon p (Holm)': wilcoxon.holm,
    })),
};
export default questions;
