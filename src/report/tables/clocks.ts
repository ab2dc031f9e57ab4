import type { TableDefinition } from './table.js';

const clocks: TableDefinition = {
  name: 'clocks',
  order: 105,
  title: 'Clocks of run, optimizer and evaluations',
  about:
    'Medians over ended runs, in seconds; the clocks are apart and must not be added up. The clock of the run is simulated where costs are ' +
    'recorded. Evaluations: what the benchmark says that they cost, summed over workers. The optimizer: what its suggestions ' +
    'took, by the policy of the recipe: measured, or a fixed number that was declared; empty where the log has none (zero).',
  rows: ({ clocks: all }) =>
    all.map(({ benchmark, optimizer, runs, clock, policy, seconds, optimizerSeconds, evaluationSeconds }) => ({
      benchmark,
      optimizer,
      runs,
      clock,
      'run (s)': seconds,
      'evaluations (s)': evaluationSeconds,
      'optimizer (s)': optimizerSeconds,
      'optimizer by': policy,
    })),
};
export default clocks;
