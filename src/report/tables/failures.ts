import type { TableDefinition } from './table.js';

const failures: TableDefinition = {
  name: 'failures',
  order: 90,
  title: 'Failures',
  about: 'Evaluations that did not complete, by kind, and the seconds that they took, summed over workers.',
  rows: ({ failures: all }) =>
    all.map(({ benchmark, optimizer, status, code, evaluations, cost, share }) => ({
      benchmark,
      optimizer,
      status,
      code,
      evaluations,
      'cost (s)': cost,
      'share of all seconds (%)': 100 * share,
    })),
};
export default failures;
