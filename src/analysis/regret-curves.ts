import type { Bootstrap } from './bootstrap.js';
import type { RegretCurve } from './comparison.js';
import type { RunTrace } from './run-trace.js';
import { endedRuns, type Scale } from './scale.js';
import { sharePlaces } from './step-places.js';
import type { Traces } from './traces.js';
import { verdictAt, verdictScale } from './verdict-scale.js';

/** With fewer benchmarks a bootstrap over them draws the same few again and again. */
const LEAST_FOR_BAND = 5;

/**
 * Mean normalised regret over the benchmarks of a family, and over all, after shares of the budget. The scale of each benchmark is fixed,
 * so that what belongs to one optimizer does not move when others come or go. Its mean over a linear axis is the mean of the areas
 * under the regret (`areasUnderRegret`).
 */
export function regretCurves(traces: Traces, bootstrap: Bootstrap): RegretCurve[] {
  const families = [...new Set(traces.judged.map(({ family }) => family))];
  return traces.optimizers.flatMap(({ label }) => {
    const all = traces.judged.flatMap((benchmark) => scaledRuns(benchmark, label, traces) ?? []);
    return [null, ...families].flatMap((family) => {
      const own = all.filter(({ benchmark }) => family === null || benchmark.family === family);
      return own.length === 0 ? [] : [{ family, optimizer: label, ...curveOver(own, bootstrap) }];
    });
  });
}

/** The runs of an optimizer on a benchmark that have ended, one or more. */
interface ScaledRuns {
  readonly benchmark: Traces['benchmarks'][number];
  readonly runs: readonly RunTrace[];
  readonly scale: Scale;
}

function scaledRuns(
  benchmark: Traces['benchmarks'][number],
  optimizer: string,
  traces: Traces,
): ScaledRuns | undefined {
  const scale = verdictScale(benchmark);
  const runs = endedRuns(traces.of(benchmark.name, optimizer));
  return scale === undefined || runs.length === 0 ? undefined : { benchmark, runs, scale };
}

function curveOver(own: readonly ScaledRuns[], bootstrap: Bootstrap): Omit<RegretCurve, 'family' | 'optimizer'> {
  const share = sharePlaces(
    own.flatMap(({ benchmark: { budgetClock, budget }, runs }) =>
      runs.flatMap(({ verdict }) => Array.from(verdict.at[budgetClock], (at) => at / budget)),
    ),
  );
  const bands = share.map((at) => bootstrap.mean(own.map((each) => meanRegret(each, at))));
  const end = (value: number): number | null => (own.length < LEAST_FOR_BAND ? null : value);
  return {
    benchmarks: own.length,
    share,
    mean: bands.map(({ estimate }) => estimate),
    lower: bands.map(({ lower }) => end(lower)),
    upper: bands.map(({ upper }) => end(upper)),
  };
}

function meanRegret({ benchmark, runs, scale }: ScaledRuns, share: number): number {
  return runs.reduce((sum, run) => sum + scale(verdictAt(run, benchmark, share)), 0) / runs.length;
}
