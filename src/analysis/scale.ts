import type { ComparedBenchmark } from './comparison.js';
import type { RunTrace } from './run-trace.js';

/** From a minimised value of the first objective to its normalised regret; no incumbent (infinite) is as good as the reference, 1. */
export type Scale = (value: number) => number;

/** `undefined` where the benchmark has no reference. */
export function scaleOf({ objectives }: ComparedBenchmark): Scale | undefined {
  const [objective] = objectives;
  if (objective?.normaliser?.reference == null) return undefined;
  const sign = objective.direction === 'minimize' ? 1 : -1;
  const { best, reference } = objective.normaliser;
  const width = sign * (reference - best);
  return (value) => (value === Infinity ? 1 : (value - sign * best) / width);
}

/** Runs of which all is known. */
export function endedRuns(runs: readonly RunTrace[]): readonly RunTrace[] {
  return runs.filter(({ ended }) => ended);
}
