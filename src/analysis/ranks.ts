import { createRng } from '../core/rng.js';
import type { ComparedBenchmark, ComparisonSettings, RankCurve } from './comparison.js';
import { BUDGET_SHARES } from './grid.js';
import { quantileOfUnsorted } from './quantile.js';
import { knownValueAt, type RunTrace } from './run-trace.js';
import { endedRuns } from './scale.js';
import type { Traces } from './traces.js';

/**
 * Ranks over the budget by the bootstrap of HPOBench (Eggensperger et al. NeurIPS datasets and benchmarks 2021; its
 * `rank_plotting.py`): each draw takes one run an optimizer and benchmark, ranks the optimizers on each benchmark and averages over
 * benchmarks. A run that is drawn is followed over the whole budget. Benchmarks without an ended run of every optimizer are left out.
 */
export function rankCurves(traces: Traces, settings: ComparisonSettings): RankCurve[] {
  const optimizers = traces.optimizers.map(({ label }) => label);
  const ranked = traces.benchmarks.flatMap((benchmark) => {
    const runs = optimizers.map((optimizer) => endedRuns(traces.of(benchmark.name, optimizer)));
    return runs.some((each) => each.length === 0) ? [] : [createRanker(benchmark, optimizers, runs, settings)];
  });
  if (optimizers.length < 2 || ranked.length === 0) return [];
  const families = [...new Set(ranked.map(({ family }) => family))];
  const groups = [null, ...families].map((family) => ({
    family,
    members: ranked.filter((ranker) => family === null || ranker.family === family),
  }));
  const curves = groups.flatMap(({ family, members }) =>
    optimizers.map((name) => emptyCurve(family, name, members.length)),
  );
  for (const share of BUDGET_SHARES) {
    for (const ranker of ranked) ranker.moveTo(share);
    groups.forEach(({ members }, group) =>
      optimizers.forEach((_, column) => {
        const drawn = meansOverBenchmarks(members, column, optimizers.length, settings.rankDraws);
        addPoint(curves[group * optimizers.length + column] as GrowingCurve, drawn, settings.confidence);
      }),
    );
  }
  return curves;
}

interface Ranker {
  readonly family: string;
  /** draws x optimizers */
  readonly ranks: Float32Array;
  moveTo(share: number): void;
}

function createRanker(
  { name, family, budgetClock, budget }: ComparedBenchmark,
  optimizers: readonly string[],
  runs: readonly (readonly RunTrace[])[],
  { seed, rankDraws: draws }: ComparisonSettings,
): Ranker {
  const k = optimizers.length;
  const chosen = runs.map((each, index) => {
    const rng = createRng('ranks', seed, name, optimizers[index] as string);
    return Uint16Array.from({ length: draws }, () => rng.integer(each.length));
  });
  const ranks = new Float32Array(draws * k);
  let before: number[][] | undefined;
  const moveTo = (share: number): void => {
    const values = runs.map((each) => each.map((run) => knownValueAt(run, 'full', budgetClock, share * budget)));
    // Between two steps no rank changes.
    if (before !== undefined && isSame(values, before)) return;
    before = values;
    const row = new Float64Array(k);
    for (let draw = 0; draw < draws; draw++) {
      for (let i = 0; i < k; i++) row[i] = values[i]?.[chosen[i]?.[draw] as number] as number;
      rankInto(row, ranks, draw * k);
    }
  };
  return { family, ranks, moveTo };
}

function isSame(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): boolean {
  return a.every((row, i) => row.every((value, j) => value === b[i]?.[j]));
}

/** 1 for the smallest; equal ones share the mean of their ranks. */
function rankInto(values: Float64Array, ranks: Float32Array, from: number): void {
  ranks.fill(1, from, from + values.length);
  for (let i = 0; i < values.length; i++) {
    const own = values[i] as number;
    let rank = ranks[from + i] as number;
    for (let j = i + 1; j < values.length; j++) {
      const other = values[j] as number;
      // How often it loses to the other, who loses the rest.
      const lost = other < own ? 1 : other > own ? 0 : 0.5;
      rank += lost;
      ranks[from + j] = (ranks[from + j] as number) + 1 - lost;
    }
    ranks[from + i] = rank;
  }
}

function meansOverBenchmarks(members: readonly Ranker[], column: number, k: number, draws: number): Float64Array {
  const means = new Float64Array(draws);
  for (const { ranks } of members) {
    for (let draw = 0; draw < draws; draw++)
      means[draw] = (means[draw] as number) + (ranks[draw * k + column] as number);
  }
  return means.map((sum) => sum / members.length);
}

type GrowingCurve = RankCurve & { readonly mean: number[]; readonly lower: number[]; readonly upper: number[] };

function emptyCurve(family: string | null, optimizer: string, benchmarks: number): GrowingCurve {
  return { family, optimizer, benchmarks, share: BUDGET_SHARES, mean: [], lower: [], upper: [] };
}

function addPoint({ mean, lower, upper }: GrowingCurve, drawn: Float64Array, confidence: number): void {
  mean.push(drawn.reduce((sum, rank) => sum + rank, 0) / drawn.length);
  lower.push(quantileOfUnsorted(drawn, (1 - confidence) / 2));
  upper.push(quantileOfUnsorted(drawn, (1 + confidence) / 2));
}
