import type { Bootstrap } from './bootstrap.js';
import type { HypervolumeCurve } from './comparison.js';
import { endedRuns } from './scale.js';
import { stepPlaces } from './step-places.js';
import { mapJudgedCells, type Traces } from './traces.js';
import { verdictAt, verdictValue } from './verdict-scale.js';

/** Normalised hypervolume of the runs that have ended over the budget, of benchmarks with several objectives that all have a scale. */
export function hypervolumes(traces: Traces, bootstrap: Bootstrap): HypervolumeCurve[] {
  return mapJudgedCells(traces, (benchmark, optimizer, all) => {
    const { name, objectives, budgetClock, budget } = benchmark;
    const runs = endedRuns(all);
    if (objectives.length < 2 || runs.length === 0) return [];
    const x = stepPlaces(
      runs.flatMap(({ verdict }) => [...verdict.at[budgetClock]]),
      { to: budget },
    );
    const bands = x.map((at) =>
      bootstrap.median(runs.map((run) => verdictValue(benchmark, verdictAt(run, benchmark, at / budget)) ?? 0)),
    );
    const end = (side: 'lower' | 'upper'): (number | null)[] =>
      bands.map((band) => (runs.length < 2 ? null : band[side]));
    return [
      {
        ...{ benchmark: name, optimizer, clock: budgetClock, runs: runs.length, x },
        median: bands.map(({ estimate }) => estimate),
        lower: end('lower'),
        upper: end('upper'),
      },
    ];
  });
}
