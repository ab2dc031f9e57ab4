import type { ComparedBenchmark, ComparedObjective } from './comparison.js';
import type { RunTrace } from './run-trace.js';

/**
 * From a minimised value of an objective to its normalised regret for means: at most 1, which is also that of no incumbent (infinite).
 * What is worse than the median random configuration can be worse by any factor, and one such run would be the mean.
 */
export type Scale = (value: number) => number;

/** Of the first objective; `undefined` where the benchmark has no reference. */
export function scaleOf({ objectives }: ComparedBenchmark): Scale | undefined {
  return objectives[0] === undefined ? undefined : objectiveScale(objectives[0]);
}

/** Of all objectives; `undefined` where one of them has no reference. */
export function scalesOf(benchmark: ComparedBenchmark | undefined): readonly Scale[] | undefined {
  const scales = (benchmark?.objectives ?? []).flatMap((objective) => objectiveScale(objective) ?? []);
  return scales.length === benchmark?.objectives.length ? scales : undefined;
}

function objectiveScale({ direction, normaliser }: ComparedObjective): Scale | undefined {
  if (normaliser?.reference == null) return undefined;
  const sign = direction === 'minimize' ? 1 : -1;
  const { best, reference } = normaliser;
  const width = sign * (reference - best);
  return (value) => Math.min(1, (value - sign * best) / width);
}

/** Runs of which all is known. */
export function endedRuns(runs: readonly RunTrace[]): readonly RunTrace[] {
  return runs.filter(({ ended }) => ended);
}
