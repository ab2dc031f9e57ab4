import type { Bootstrap } from './bootstrap.js';
import type { RegretCurve } from './comparison.js';
import { BUDGET_SHARES } from './grid.js';
import { knownValueAt } from './run-trace.js';
import { endedRuns, scaleOf } from './scale.js';
import type { Traces } from './traces.js';

/** With fewer benchmarks a bootstrap over them draws the same few again and again. */
const LEAST_FOR_BAND = 5;

/**
 * Mean normalised regret over the benchmarks of a family, and over all, after shares of the budget. The scale of each benchmark is fixed,
 * so that what belongs to one optimizer does not move when others come or go. Its mean over a linear axis is the mean of the areas
 * under the regret (`areasUnderRegret`).
 */
export function regretCurves(traces: Traces, bootstrap: Bootstrap): RegretCurve[] {
  const families = [...new Set(traces.benchmarks.map(({ family }) => family))];
  return traces.optimizers.flatMap(({ label }) => {
    const regrets = traces.benchmarks.flatMap((benchmark) => {
      const values = meanRegrets(benchmark, label, traces);
      return values === undefined ? [] : [{ family: benchmark.family, values }];
    });
    return [null, ...families].flatMap((family) => {
      const own = regrets.filter((each) => family === null || each.family === family).map(({ values }) => values);
      return own.length === 0 ? [] : [{ family, optimizer: label, ...curveOver(own, bootstrap) }];
    });
  });
}

/** Over the runs that have ended, at each share; undefined without a scale or runs. */
function meanRegrets(
  benchmark: Traces['benchmarks'][number],
  optimizer: string,
  traces: Traces,
): readonly number[] | undefined {
  const { name, budgetClock, budget } = benchmark;
  const scale = scaleOf(benchmark);
  const runs = endedRuns(traces.of(name, optimizer));
  if (scale === undefined || runs.length === 0) return undefined;
  return BUDGET_SHARES.map((share) => {
    const regrets = runs.map((run) => scale(knownValueAt(run, 'full', budgetClock, share * budget)));
    return regrets.reduce((sum, regret) => sum + regret, 0) / runs.length;
  });
}

/** @param regrets benchmarks x shares */
function curveOver(
  regrets: readonly (readonly number[])[],
  bootstrap: Bootstrap,
): Omit<RegretCurve, 'family' | 'optimizer'> {
  const bands = BUDGET_SHARES.map((_, index) => bootstrap.mean(regrets.map((values) => values[index] as number)));
  const end = (value: number): number | null => (regrets.length < LEAST_FOR_BAND ? null : value);
  return {
    benchmarks: regrets.length,
    share: BUDGET_SHARES,
    mean: bands.map(({ estimate }) => estimate),
    lower: bands.map(({ lower }) => end(lower)),
    upper: bands.map(({ upper }) => end(upper)),
  };
}
