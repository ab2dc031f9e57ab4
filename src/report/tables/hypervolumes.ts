import type { TableDefinition } from './table.js';

const hypervolumes: TableDefinition = {
  name: 'hypervolumes',
  order: 12,
  title: 'Hypervolumes',
  about:
    'Of the front of each run at the end of the budget, in normalised objectives, between the best value, 0, and the reference, 1, of each: ' +
    'medians over runs with bootstrap bounds. Ranks, tests and areas of benchmarks with several objectives are by it.',
  rows: ({ hypervolumes: all }) =>
    all.map(({ benchmark, optimizer, runs, median, lower, upper }) => ({
      benchmark,
      optimizer,
      runs,
      hypervolume: median.at(-1) ?? null,
      lower: lower.at(-1) ?? null,
      upper: upper.at(-1) ?? null,
    })),
};
export default hypervolumes;
