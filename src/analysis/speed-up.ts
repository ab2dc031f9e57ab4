import type { ComparedBenchmark, SpeedUp } from './comparison.js';
import { hittingTime } from './incumbent.js';
import type { RunTrace } from './run-trace.js';
import { endedRuns } from './scale.js';
import { medianOf } from './statistics/summary.js';
import { mapJudgedCells, type Traces } from './traces.js';
import { knownVerdicts, verdictValue } from './verdict-scale.js';

/** The optimizer that all others are measured by, by the name of its definition. */
export const RANDOM_SEARCH = 'random-search';

/** How much sooner each optimizer is where random search comes to in the end; by medians over the runs that have ended. */
export function speedUps(traces: Traces): SpeedUp[] {
  const random = traces.optimizers.find(({ name }) => name === RANDOM_SEARCH);
  if (random === undefined) return [];
  return mapJudgedCells(traces, (benchmark, optimizer, runs) => {
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
        target: verdictValue(benchmark, target) as number,
        random: randomTime,
        own,
        factor: own === null ? null : randomTime / own,
      },
    ];
  });
}

function finalMedian(benchmark: ComparedBenchmark, runs: readonly RunTrace[]): number {
  return medianOf(knownVerdicts(benchmark, runs, 1));
}

/** When half of the runs were there: a time between the two middle runs would be none. */
function timeTo(target: number, { budgetClock }: ComparedBenchmark, runs: readonly RunTrace[]): number {
  const times = runs.map((run) => hittingTime(run.verdict, budgetClock, target)).sort((a, b) => a - b);
  return times[Math.ceil(times.length / 2) - 1] as number;
}
