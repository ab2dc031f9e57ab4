import type { ProfileCurve, RunLength } from './comparison.js';
import { endedRuns } from './scale.js';
import { stepPlaces } from './step-places.js';
import { expectedRunningTime, runLengthTargets } from './targets.js';
import { mapJudgedCells, type Traces } from './traces.js';
import { verdictValue } from './verdict-scale.js';

/** Expected running times to the run-length-based targets, over the runs that have ended; none without random search. */
export function runLengths(traces: Traces): RunLength[] {
  const targets = new Map(traces.judged.map((benchmark) => [benchmark.name, runLengthTargets(benchmark, traces)]));
  return mapJudgedCells(traces, (benchmark, optimizer, all) => {
    const runs = endedRuns(all);
    if (runs.length === 0) return [];
    return (targets.get(benchmark.name) ?? []).map(({ share, value }) => {
      const { successes, expected } = expectedRunningTime(runs, benchmark, value);
      return {
        benchmark: benchmark.name,
        optimizer,
        targetShare: share,
        target: verdictValue(benchmark, value) as number,
        runs: runs.length,
        successes,
        expected: Number.isFinite(expected) ? expected : null,
      };
    });
  });
}

/**
 * Performance profiles (Dolan, Moré. Benchmarking optimization software with performance profiles. Mathematical Programming 91,
 * 2002) of expected running times: a problem is a benchmark with a target, and who never reaches it has not solved it. Ratios are
 * to the best optimizer of the comparison, so that these curves, and no scores, move when another is added. Problems that not all
 * have runs on are left out.
 */
export function performanceProfiles(lengths: readonly RunLength[], optimizers: readonly string[]): ProfileCurve[] {
  const problems = new Map<string, RunLength[]>();
  for (const each of lengths) {
    const key = `${each.benchmark} ${each.targetShare}`;
    problems.set(key, [...(problems.get(key) ?? []), each]);
  }
  const complete = [...problems.values()].filter((each) => each.length === optimizers.length);
  const ratios = optimizers.map((optimizer) => complete.map((problem) => ratioToBest(problem, optimizer)));
  const largest = Math.max(1, ...ratios.flat().filter(Number.isFinite));
  if (complete.length === 0 || optimizers.length < 2) return [];
  const factor = stepPlaces([1, ...ratios.flat()], { from: 1, to: largest });
  return optimizers.map((optimizer, index) => ({
    optimizer,
    problems: complete.length,
    factor,
    solved: factor.map((limit) => {
      const within = (ratios[index] ?? []).filter((ratio) => ratio <= limit * (1 + 1e-9));
      return within.length / complete.length;
    }),
  }));
}

function ratioToBest(problem: readonly RunLength[], optimizer: string): number {
  const times = problem.map(({ expected }) => expected ?? Infinity);
  const own = problem.find((each) => each.optimizer === optimizer)?.expected ?? Infinity;
  return own === Infinity ? Infinity : own / Math.min(...times);
}
