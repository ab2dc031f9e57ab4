import type { TableDefinition } from './table.js';

const scores: TableDefinition = {
  name: 'scores',
  order: 10,
  title: 'Incumbents after shares of the budget',
  about:
    'Medians over runs at full fidelity with bootstrap bounds, in the sign of the benchmark; with several objectives the best of each ' +
    'alone. Observed: what the optimizers saw of them, where they are judged by a value without noise. Regret is the distance to the ' +
    'best value that is known or declared; normalised regret is 0 there and 1 at the reference. Empty: no incumbent, or nothing declared.',
  rows: ({ scores: all }) =>
    all.map(
      ({ benchmark, optimizer, share, objective, runs, withIncumbent, value, valueLower, valueUpper, ...rest }) => ({
        benchmark,
        optimizer,
        'budget (%)': 100 * share,
        objective,
        runs,
        'with incumbent': withIncumbent,
        value,
        lower: valueLower,
        upper: valueUpper,
        observed: rest.observed,
        test: rest.test,
        regret: rest.regret,
        'normalised regret': rest.normalised,
      }),
    ),
};
export default scores;
