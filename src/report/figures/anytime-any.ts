import { drawCurves } from './anytime.js';
import type { FigureDefinition } from './figure.js';
import { curvesOf } from './parts/curves-of.js';

/** What the optimizers have seen so far, at whatever fidelity, on the clock of the budget. */
const anytimeAny: FigureDefinition = {
  name: 'anytime-any',
  order: 22,
  title: 'Best values at any fidelity over time',
  about:
    'The best value that was seen at whatever level of fidelity: how soon a method knows something at all. A value of a low level may be ' +
    'better than any at full fidelity, or worse: no method should be judged by it. It is shown on the clock of the budget, where there ' +
    'were evaluations below full fidelity.',
  draw: (comparison, palette) =>
    comparison.benchmarks
      .filter(({ name }) => comparison.levels.some(({ benchmark, level }) => benchmark === name && level < 1))
      .flatMap((benchmark) =>
        drawCurves(comparison, benchmark, curvesOf(comparison, benchmark.name, 'any', benchmark.budgetClock), palette),
      ),
};
export default anytimeAny;
