import type { TableDefinition } from './table.js';

const speedUps: TableDefinition = {
  name: 'speed-ups',
  order: 30,
  title: 'Speed-up over random search',
  about:
    'How much sooner an optimizer has what random search has at the end of its budget, by medians over runs, on the clock of the ' +
    'budget. Empty: half of the runs never had it.',
  rows: ({ speedUps: all }) =>
    all.map(({ benchmark, optimizer, target, random, own, factor }) => ({
      benchmark,
      optimizer,
      target,
      'random search': random,
      'this optimizer': own,
      'speed-up': factor,
    })),
};
export default speedUps;
