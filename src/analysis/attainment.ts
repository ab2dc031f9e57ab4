import type { AttainmentCurve, ComparedBenchmark } from './comparison.js';
import { hittingTime } from './incumbent.js';
import { endedRuns } from './scale.js';
import { sharePlaces } from './step-places.js';
import { FIXED_TARGETS, runLengthTargets } from './targets.js';
import type { Traces } from './traces.js';

/**
 * Empirical distribution of run lengths over (run, target) pairs of many benchmarks (Hansen et al. COCO: performance assessment.
 * arXiv 1605.03560, section 5), over shares of the budget; of the runs that have ended, without COCO's simulated restarts. Fixed
 * targets need a normaliser, run-length-based ones random search; benchmarks without are left out, and so are those without
 * runs of the optimizer.
 */
export function attainmentCurves(traces: Traces): AttainmentCurve[] {
  const kinds = [
    { targets: 'fixed', of: fixedTargets },
    {
      targets: 'run-length',
      of: (benchmark: ComparedBenchmark) => runLengthTargets(benchmark, traces).map(({ value }) => value),
    },
  ] as const;
  const families = [...new Set(traces.benchmarks.map(({ family }) => family))];
  return kinds.flatMap(({ targets, of }) => {
    const byBenchmark = new Map(traces.judged.map((benchmark) => [benchmark.name, of(benchmark)]));
    return traces.optimizers.flatMap(({ label }) => {
      const shares = traces.judged.map((benchmark) => ({
        family: benchmark.family,
        hits: hitShares(benchmark, byBenchmark.get(benchmark.name) ?? [], label, traces),
      }));
      return [null, ...families].flatMap((family) => {
        const hits = shares.flatMap((each) => (family === null || each.family === family ? each.hits : []));
        return hits.length === 0 ? [] : [curveOf({ family, optimizer: label, targets }, hits)];
      });
    });
  });
}

/** Minimised, as what optimizers are compared by. With several objectives that is a regret itself. */
function fixedTargets(benchmark: ComparedBenchmark): readonly number[] {
  const [objective] = benchmark.objectives;
  if (benchmark.objectives.length > 1) return FIXED_TARGETS;
  if (objective?.normaliser?.reference == null) return [];
  const sign = objective.direction === 'minimize' ? 1 : -1;
  const { best, reference } = objective.normaliser;
  return FIXED_TARGETS.map((regret) => sign * best + regret * Math.abs(reference - best));
}

/** Share of the budget at which each pair of a run and a target is reached; Infinity for never. */
function hitShares(
  { name, budgetClock, budget }: ComparedBenchmark,
  targets: readonly number[],
  optimizer: string,
  traces: Traces,
): number[] {
  return endedRuns(traces.of(name, optimizer)).flatMap(({ verdict }) =>
    targets.map((target) => hittingTime(verdict, budgetClock, target) / budget),
  );
}

function curveOf(
  kind: Pick<AttainmentCurve, 'family' | 'optimizer' | 'targets'>,
  hits: readonly number[],
): AttainmentCurve {
  const sorted = Float64Array.from(hits).sort();
  let count = 0;
  const share = sharePlaces(sorted);
  const reached = share.map((at) => {
    while (count < sorted.length && (sorted[count] as number) <= at * (1 + 1e-9)) count++;
    return count / sorted.length;
  });
  return { ...kind, pairs: hits.length, share, reached };
}
