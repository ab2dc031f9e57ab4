import type { TableDefinition } from './table.js';

const runs: TableDefinition = {
  name: 'runs',
  order: 130,
  title: 'Runs',
  about:
    "What each run spent on each clock, and its last incumbent at full fidelity, as it is judged and as it was observed. Overhead is the optimizer's own time, busy the seconds " +
    'that evaluations took, summed over workers; the clocks are never added up.',
  rows: ({ runs: all }) =>
    all.map(
      ({ run, benchmark, optimizer, seed, state, reason, evaluations, failures, spent, overhead, busy, ...rest }) => ({
        run,
        benchmark,
        optimizer,
        seed,
        state,
        'ended by': reason,
        evaluations,
        failures,
        seconds: spent.seconds,
        'full evaluations': spent.fullEvaluations,
        'overhead (s)': overhead,
        'busy (s)': busy,
        incumbent: rest.incumbent,
        observed: rest.observed,
        test: rest.test,
        hypervolume: rest.hypervolume,
      }),
    ),
};
export default runs;
