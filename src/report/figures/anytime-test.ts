import { drawCurves } from './anytime.js';
import type { FigureDefinition } from './figure.js';
import { curvesOf } from './parts/curves-of.js';

/** What the incumbents are worth on test data, on the clock of the budget. */
const anytimeTest: FigureDefinition = {
  name: 'anytime-test',
  order: 20,
  title: 'Test value of the incumbents over time',
  about:
    'Optimizers see validation only; this is the test value of the configuration that is best by validation, so it can get worse. ' +
    'It is shown on the clock of the budget, where a benchmark has a test metric.',
  draw: (comparison, palette) =>
    comparison.benchmarks.flatMap((benchmark) =>
      drawCurves(comparison, benchmark, curvesOf(comparison, benchmark.name, 'test', benchmark.budgetClock), palette),
    ),
};
export default anytimeTest;
