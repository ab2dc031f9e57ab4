import type { TableDefinition } from './table.js';

const runLengths: TableDefinition = {
  name: 'run-lengths',
  order: 70,
  title: 'Expected running times',
  about:
    'All that was spent before success or the end, over successes, on the clock of the budget. The target is what random search is ' +
    'expected to attain after this share of the budget. Empty: no run had it.',
  rows: ({ runLengths: all }) =>
    all.map(({ benchmark, optimizer, targetShare, target, runs, successes, expected }) => ({
      benchmark,
      optimizer,
      'target of budget (%)': 100 * targetShare,
      target,
      runs,
      successes,
      'expected running time': expected,
    })),
};
export default runLengths;
