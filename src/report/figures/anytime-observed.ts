import { drawCurves } from './anytime.js';
import type { FigureDefinition } from './figure.js';
import { curvesOf } from './parts/curves-of.js';

/** What the optimizer took its incumbents for, on the clock of the budget. */
const anytimeObserved: FigureDefinition = {
  name: 'anytime-observed',
  order: 19,
  title: 'What the optimizers saw of their incumbents',
  about:
    'The noisy value that incumbents are chosen by, where a benchmark has the value without noise, which they are judged by: what is ' +
    'better here than there is luck. It is shown on the clock of the budget.',
  draw: (comparison, palette) =>
    comparison.benchmarks.flatMap((benchmark) =>
      drawCurves(
        comparison,
        benchmark,
        curvesOf(comparison, benchmark.name, 'observed', benchmark.budgetClock),
        palette,
      ),
    ),
};
export default anytimeObserved;
