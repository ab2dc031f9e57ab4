import type { TableDefinition } from './table.js';

const levels: TableDefinition = {
  name: 'levels',
  order: 80,
  title: 'Evaluations a level of fidelity',
  about:
    'Level: cost of an evaluation relative to one at full fidelity. A promotion raised a trial to the level, and paid when it was the ' +
    'best of its run there so far. The rank correlation with full fidelity is over trials evaluated at both, all optimizers together.',
  rows: ({ levels: all, correlations }) =>
    all.map(({ benchmark, optimizer, level, evaluations, share, promotions, paid }) => ({
      benchmark,
      optimizer,
      level,
      evaluations,
      'share of cost (%)': 100 * share,
      promotions,
      'that paid': paid,
      'rank correlation':
        correlations.find((each) => each.benchmark === benchmark && each.level === level)?.spearman ?? null,
    })),
};
export default levels;
