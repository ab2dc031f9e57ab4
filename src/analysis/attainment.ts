import type { AttainmentCurve, ComparedBenchmark } from './comparison.js';
import { BUDGET_SHARES } from './grid.js';
import { hittingTime } from './incumbent.js';
import { endedRuns } from './scale.js';
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
    const byBenchmark = new Map(traces.benchmarks.map((benchmark) => [benchmark.name, of(benchmark)]));
    return traces.optimizers.flatMap(({ label }) => {
      const shares = traces.benchmarks.map((benchmark) => ({
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

function fixedTargets({ objectives }: ComparedBenchmark): readonly number[] {
  const [objective] = objectives;
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
  return endedRuns(traces.of(name, optimizer)).flatMap(({ steps }) =>
    targets.map((target) => hittingTime(steps.full, budgetClock, target) / budget),
  );
}

function curveOf(
  kind: Pick<AttainmentCurve, 'family' | 'optimizer' | 'targets'>,
  hits: readonly number[],
): AttainmentCurve {
  const sorted = Float64Array.from(hits).sort();
  let count = 0;
  const reached = BUDGET_SHARES.map((share) => {
    while (count < sorted.length && (sorted[count] as number) <= share * (1 + 1e-9)) count++;
    return count / sorted.length;
  });
  return { ...kind, pairs: hits.length, share: BUDGET_SHARES, reached };
}
