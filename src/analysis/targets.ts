import type { ComparedBenchmark } from './comparison.js';
import { hittingTime } from './incumbent.js';
import type { RunTrace } from './run-trace.js';
import { endedRuns } from './scale.js';
import { RANDOM_SEARCH } from './speed-up.js';
import type { Traces } from './traces.js';

/** Normalised regrets from 1 to 10^-5, five a decade: fixed, whoever runs. */
export const FIXED_TARGETS: readonly number[] = Array.from({ length: 26 }, (_, i) => Math.exp((-i / 5) * Math.LN10));

/** Shares of the budget after which random search gives a target. */
export const TARGET_SHARES: readonly number[] = [0.03, 0.1, 0.3, 1];

/** A target on a benchmark: what random search is expected to attain after a share of the budget. */
export interface RunLengthTarget {
  readonly share: number;
  /** Minimised. */
  readonly value: number;
}

/** What it takes to a target: all that was spent before success or the end, and the runs that succeeded. */
export interface Expectation {
  readonly runs: number;
  readonly successes: number;
  /** On the clock of the budget; Infinity without a success. */
  readonly expected: number;
}

/**
 * Expected running time: what all runs spend until they reach the target or end, over those that reach it. Hansen, Auger, Ros,
 * Finck, Pošík. Comparing results of 31 algorithms from BBOB-2009. GECCO 2010; Price. Differential evolution vs. the functions
 * of the second ICEO. CEC 1997.
 */
export function expectedRunningTime(
  runs: readonly RunTrace[],
  { budgetClock, budget }: ComparedBenchmark,
  target: number,
): Expectation {
  let [spent, successes] = [0, 0];
  for (const run of runs) {
    const time = hittingTime(run.verdict, budgetClock, target);
    const reached = time <= budget * (1 + 1e-9);
    if (reached) successes++;
    // A run that had nothing more to ask would have gone on finding nothing.
    spent += reached ? time : budget;
  }
  return { runs: runs.length, successes, expected: successes === 0 ? Infinity : spent / successes };
}

/**
 * Run-length-based targets (COCO, `TargetValues` of the biobjective and expensive settings; Hansen et al. COCO: performance
 * assessment. arXiv 1605.03560): for each share of the budget the best value of random search whose expected running time
 * is not above it. They depend on random search alone, so that they stay when another optimizer is added.
 *
 * *Deviates:* COCO takes the best algorithm of 2009 as the reference, and the target just missed; here it is random search, and the
 * target just attained. A share after which nothing is attained gives no target, and equal targets count once.
 */
export function runLengthTargets(benchmark: ComparedBenchmark, traces: Traces): readonly RunLengthTarget[] {
  const random = traces.optimizers.find(({ name }) => name === RANDOM_SEARCH);
  if (random === undefined) return [];
  const runs = endedRuns(traces.of(benchmark.name, random.label));
  const values = [...new Set(runs.flatMap(({ verdict }) => [...verdict.value]))]
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const found: RunLengthTarget[] = [];
  for (const share of TARGET_SHARES) {
    const limit = share * benchmark.budget * (1 + 1e-9);
    const value = bestWithin(values, (target) => expectedRunningTime(runs, benchmark, target).expected <= limit);
    if (value !== undefined && value !== found.at(-1)?.value) found.push({ share, value });
  }
  return found;
}

/** The expected running time falls as targets rise: the first value that is attained, by halving. */
function bestWithin(values: readonly number[], isAttained: (target: number) => boolean): number | undefined {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isAttained(values[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return values[low];
}
