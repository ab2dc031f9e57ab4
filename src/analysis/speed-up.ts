import type { ComparedBenchmark, SpeedUp } from './comparison.js';
import { ownSign } from './own-sign.js';
import { hittingTime } from './incumbent.js';
import { knownValueAt, type RunTrace } from './run-trace.js';
import { endedRuns } from './scale.js';
import { medianOf } from './statistics/summary.js';
import { mapCells, type Traces } from './traces.js';

/** The optimizer that all others are measured by, by the name of its definition. */
export const RANDOM_SEARCH = 'random-search';

/** How much sooner each optimizer is where random search comes to in the end; by medians over the runs that have ended. */
export function speedUps(traces: Traces): SpeedUp[] {
  const random = traces.optimizers.find(({ name }) => name === RANDOM_SEARCH);
  if (random === undefined) return [];
  return mapCells(traces, (benchmark, optimizer, runs) => {
    const reference = endedRuns(traces.of(benchmark.name, random.label));
    const target = finalMedian(benchmark, reference);
    const ended = endedRuns(runs);
    if (!Number.isFinite(target) || ended.length === 0) return [];
    const [randomTime, time] = [timeTo(target, benchmark, reference), timeTo(target, benchmark, ended)];
    const own = Number.isFinite(time) ? time : null;
    return [
      {
        benchmark: benchmark.name,
        optimizer,
        target: ownSign(target, benchmark.objectives[0]?.direction ?? 'minimize') as number,
        random: randomTime,
        own,
        factor: own === null ? null : randomTime / own,
      },
    ];
  });
}

function finalMedian({ budgetClock, budget }: ComparedBenchmark, runs: readonly RunTrace[]): number {
  return medianOf(runs.map((run) => knownValueAt(run, 'full', budgetClock, budget)));
}

/** When half of the runs were there: a time between the two middle runs would be none. */
function timeTo(target: number, { budgetClock }: ComparedBenchmark, runs: readonly RunTrace[]): number {
  const times = runs.map((run) => hittingTime(run.steps.full, budgetClock, target)).sort((a, b) => a - b);
  return times[Math.ceil(times.length / 2) - 1] as number;
}
