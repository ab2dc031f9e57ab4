import { createRng } from '../core/rng.js';
import type { ComparedBenchmark, ComparisonSettings, RankCurve } from './comparison.js';
import { BUDGET_SHARES } from './grid.js';
import { quantileOfUnsorted } from './quantile.js';
import type { RunTrace } from './run-trace.js';
import { endedRuns } from './scale.js';
import type { Traces } from './traces.js';
import { verdictAt } from './verdict-scale.js';

/**
 * Mean ranks over the budget by the bootstrap of HPOBench (Eggensperger et al. NeurIPS datasets and benchmarks 2021; its
 * `rank_plotting.py`): each draw takes one run an optimizer and benchmark, ranks the optimizers on each benchmark and averages over
 * benchmarks. A run that is drawn is followed over the whole budget.
 *
 * *Deviates:* an optimizer without an ended run on a benchmark, because it cannot take it, does not remove the benchmark. The others are
 * ranked among themselves there, and their ranks 1..m are stretched to 1..k for the k optimizers of the comparison: the best
 * has 1 and the last k on each benchmark, whoever is missing. A mean is over the benchmarks that its optimizer has runs on.
 */
export function rankCurves(
  traces: Traces,
  settings: ComparisonSettings,
  shares: readonly number[] = BUDGET_SHARES,
): RankCurve[] {
  const optimizers = traces.optimizers.map(({ label }) => label);
  const ranked = traces.judged.flatMap((benchmark) => {
    const runs = optimizers.map((optimizer) => endedRuns(traces.of(benchmark.name, optimizer)));
    const here = runs.filter((each) => each.length > 0).length;
    return here < 2 ? [] : [createRanker(benchmark, optimizers, runs, settings)];
  });
  const families = [...new Set(ranked.map(({ family }) => family))];
  const groups = [null, ...families].flatMap((family) =>
    optimizers.flatMap((optimizer, column) => {
      const members = ranked.filter((each) => (family === null || each.family === family) && each.has(column));
      return members.length === 0 ? [] : [{ column, members, curve: emptyCurve(family, optimizer, members, shares) }];
    }),
  );
  for (const share of shares) {
    for (const ranker of ranked) ranker.moveTo(share);
    for (const { column, members, curve } of groups) {
      const drawn = meansOverBenchmarks(members, column, optimizers.length, settings.rankDraws);
      addPoint(curve, drawn, settings.confidence);
    }
  }
  return groups.map(({ curve }) => curve);
}

interface Ranker {
  readonly family: string;
  /** Whether the optimizer of this place is ranked. */
  has(column: number): boolean;
  /** draws x optimizers; 0 for those that are not ranked. */
  readonly ranks: Float32Array;
  moveTo(share: number): void;
}

function createRanker(
  benchmark: ComparedBenchmark,
  optimizers: readonly string[],
  runs: readonly (readonly RunTrace[])[],
  { seed, rankDraws: draws }: ComparisonSettings,
): Ranker {
  const k = optimizers.length;
  const here = optimizers.map((_, index) => index).filter((index) => (runs[index] ?? []).length > 0);
  const chosen = runs.map((each, index) => {
    const rng = createRng('ranks', seed, benchmark.name, optimizers[index] as string);
    return Uint16Array.from({ length: each.length === 0 ? 0 : draws }, () => rng.integer(each.length));
  });
  const ranks = new Float32Array(draws * k);
  let before: number[][] | undefined;
  const moveTo = (share: number): void => {
    const values = runs.map((each) => each.map((run) => verdictAt(run, benchmark, share)));
    // Between two steps no rank changes.
    if (before !== undefined && isSame(values, before)) return;
    before = values;
    const row = new Float64Array(here.length);
    for (let draw = 0; draw < draws; draw++) {
      for (let i = 0; i < here.length; i++) {
        const column = here[i] as number;
        row[i] = values[column]?.[chosen[column]?.[draw] as number] as number;
      }
      const own = ranksOf(row);
      for (let i = 0; i < here.length; i++) {
        ranks[draw * k + (here[i] as number)] = 1 + (((own[i] as number) - 1) * (k - 1)) / (here.length - 1);
      }
    }
  };
  return { family: benchmark.family, has: (column) => here.includes(column), ranks, moveTo };
}

function isSame(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): boolean {
  return a.every((row, i) => row.every((value, j) => value === b[i]?.[j]));
}

/** 1 for the smallest; equal ones share the mean of their ranks. */
function ranksOf(values: Float64Array): Float64Array {
  const ranks = new Float64Array(values.length).fill(1);
  for (let i = 0; i < values.length; i++) {
    const own = values[i] as number;
    let rank = ranks[i] as number;
    for (let j = i + 1; j < values.length; j++) {
      const other = values[j] as number;
      // How often it loses to the other, who loses the rest.
      const lost = other < own ? 1 : other > own ? 0 : 0.5;
      rank += lost;
      ranks[j] = (ranks[j] as number) + 1 - lost;
    }
    ranks[i] = rank;
  }
  return ranks;
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

function emptyCurve(
  family: string | null,
  optimizer: string,
  members: readonly Ranker[],
  share: readonly number[],
): GrowingCurve {
  return { family, optimizer, benchmarks: members.length, share, mean: [], lower: [], upper: [] };
}

function addPoint({ mean, lower, upper }: GrowingCurve, drawn: Float64Array, confidence: number): void {
  mean.push(drawn.reduce((sum, rank) => sum + rank, 0) / drawn.length);
  lower.push(quantileOfUnsorted(drawn, (1 - confidence) / 2));
  upper.push(quantileOfUnsorted(drawn, (1 + confidence) / 2));
}
