import type { TableDefinition } from './table.js';

const lead: TableDefinition = {
  name: 'lead',
  order: 5,
  title: 'Mean ranks at the end of the budget',
  about:
    'Over benchmarks and bootstrap draws of one run each, 1 is the best. p: against the first, by a two-sided rank test over runs with the ' +
    'benchmarks as strata (van Elteren), corrected by Holm; below 0.05 the first is better by more than noise.',
  rows: ({ lead: found }) =>
    (found?.optimizers ?? []).map(({ optimizer, benchmarks, rank, rankLower, rankUpper, test, behind }) => ({
      optimizer,
      benchmarks,
      'mean rank': rank,
      lower: rankLower,
      upper: rankUpper,
      p: test.p,
      'p (Holm)': test.holm,
      'shown to be behind': behind ? 'yes' : '',
    })),
};
export default lead;
