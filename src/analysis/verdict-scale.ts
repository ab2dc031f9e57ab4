import type { ComparedBenchmark } from './comparison.js';
import { ownSign } from './own-sign.js';
import { knownValueAt, type RunTrace } from './run-trace.js';
import { scaleOf, scalesOf, type Scale } from './scale.js';

/** Whether optimizers can be compared on it: with several objectives only where all of them have a scale. */
export function hasVerdict(benchmark: ComparedBenchmark): boolean {
  return benchmark.objectives.length < 2 || scalesOf(benchmark) !== undefined;
}

/**
 * From what optimizers are compared by (`RunTrace.verdict`) to a regret that is 0 at the best and 1 at the reference: the normalised
 * regret of the incumbent, or with several objectives the share of the hypervolume that is lost. `undefined` without a scale.
 */
export function verdictScale(benchmark: ComparedBenchmark): Scale | undefined {
  if (benchmark.objectives.length < 2) return scaleOf(benchmark);
  // Infinite before the first step: all is lost.
  return hasVerdict(benchmark) ? (lost) => Math.min(1, lost) : undefined;
}

/** What optimizers are compared by as a reader sees it: in the benchmark's own sign, or the hypervolume; `null` where there is no incumbent. */
export function verdictValue({ objectives }: ComparedBenchmark, value: number): number | null {
  if (objectives.length > 1) return 1 - Math.min(1, value);
  return ownSign(value, objectives[0]?.direction ?? 'minimize');
}

/** What a run is compared by after a share of the budget, minimised: Infinity without incumbent, NaN where it is unfinished and nothing is known. */
export function verdictAt(run: RunTrace, { budgetClock, budget }: ComparedBenchmark, share: number): number {
  return knownValueAt(run, run.verdict, budgetClock, share * budget);
}

/** The same of those runs of which it is known. */
export function knownVerdicts(benchmark: ComparedBenchmark, runs: readonly RunTrace[], share: number): number[] {
  return runs.map((run) => verdictAt(run, benchmark, share)).filter((value) => !Number.isNaN(value));
}
