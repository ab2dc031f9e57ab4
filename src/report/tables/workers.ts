import type { TableDefinition } from './table.js';

const workers: TableDefinition = {
  name: 'workers',
  order: 100,
  title: 'Idle workers',
  about: "Median share over runs of the workers' time in which they had no evaluation.",
  rows: ({ workers: all }) =>
    all.map(({ benchmark, optimizer, workers: count, runs, idle }) => ({
      benchmark,
      optimizer,
      workers: count,
      runs,
      'idle (%)': 100 * idle,
    })),
};
export default workers;
