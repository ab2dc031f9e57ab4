import type { TableDefinition } from './table.js';

const importance: TableDefinition = {
  name: 'importance',
  order: 110,
  title: 'Importance of parameters',
  about:
    'Share of the variance of the objective that a parameter explains alone, by a random forest. Below a fit (R^2 out of sample) of about ' +
    '0.5 the shares say little.',
  rows: ({ importance: all }) =>
    all.map(({ benchmark, parameter, share, evaluations, from, fit }) => ({
      benchmark,
      parameter,
      'share (%)': 100 * share,
      evaluations,
      'evaluations of': from === 'all' ? 'all optimizers' : 'random search',
      fit,
    })),
};
export default importance;
