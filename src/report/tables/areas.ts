import type { TableDefinition } from './table.js';

const areas: TableDefinition = {
  name: 'areas',
  order: 20,
  title: 'Area under the regret curve',
  about:
    'Mean normalised regret over the budget, on a linear and on a logarithmic clock: less is better, and less is good early.',
  rows: ({ areas: all }) =>
    all.map(({ benchmark, optimizer, runs, linear, linearLower, linearUpper, log, logLower, logUpper }) => ({
      benchmark,
      optimizer,
      runs,
      linear,
      'linear, lower': linearLower,
      'linear, upper': linearUpper,
      log,
      'log, lower': logLower,
      'log, upper': logUpper,
    })),
};
export default areas;
