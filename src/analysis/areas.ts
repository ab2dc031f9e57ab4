import type { Bootstrap } from './bootstrap.js';
import type { Area, ComparedBenchmark } from './comparison.js';
import type { Steps } from './incumbent.js';
import type { RunTrace } from './run-trace.js';
import { endedRuns, type Scale } from './scale.js';
import { mapJudgedCells, type Traces } from './traces.js';
import { verdictScale } from './verdict-scale.js';

/** Mean normalised regret over the budget, exactly, of the runs that have ended; none where a benchmark has no normaliser. */
export function areasUnderRegret(traces: Traces, bootstrap: Bootstrap): Area[] {
  return mapJudgedCells(traces, (benchmark, optimizer, runs) => {
    const scale = verdictScale(benchmark);
    const ended = endedRuns(runs);
    if (scale === undefined || ended.length === 0) return [];
    const linear = bootstrap.mean(ended.map((run) => meanRegret(run, benchmark, scale, LINEAR)));
    const log = bootstrap.mean(ended.map((run) => meanRegret(run, benchmark, scale, LOG)));
    const end = (value: number): number | null => (ended.length < 2 ? null : value);
    return [
      {
        benchmark: benchmark.name,
        optimizer,
        runs: ended.length,
        linear: linear.estimate,
        linearLower: end(linear.lower),
        linearUpper: end(linear.upper),
        log: log.estimate,
        logLower: end(log.lower),
        logUpper: end(log.upper),
      },
    ];
  });
}

/** An axis over shares of the budget: where it begins, and how long it is up to a share. */
interface Axis {
  readonly first: number;
  readonly length: (share: number) => number;
}

const LINEAR: Axis = { first: 0, length: (share) => share };
const LOG: Axis = { first: 0.001, length: (share) => Math.log(share / 0.001) };

function meanRegret(run: RunTrace, { budgetClock, budget }: ComparedBenchmark, scale: Scale, axis: Axis): number {
  const steps: Steps = run.verdict;
  const begins = steps.at[budgetClock];
  let [area, from, height] = [0, axis.first, 1];
  for (let i = 0; i < begins.length; i++) {
    const to = Math.min(1, Math.max(axis.first, (begins[i] as number) / budget));
    area += height * (axis.length(to) - axis.length(from));
    [from, height] = [to, scale(steps.value[i] as number)];
  }
  area += height * (axis.length(1) - axis.length(from));
  return area / axis.length(1);
}
