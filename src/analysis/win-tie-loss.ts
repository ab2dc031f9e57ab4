import type { ComparedBenchmark, Tested, WinTieLoss } from './comparison.js';
import { holm } from './statistics/holm.js';
import { signTest, type Alternative } from './statistics/sign-test.js';
import { medianOf } from './statistics/summary.js';
import { wilcoxon } from './statistics/wilcoxon.js';
import type { Traces } from './traces.js';
import { knownVerdicts, verdictScale } from './verdict-scale.js';

/** Two optimizers over all benchmarks after a share of the budget, by their median incumbents. */
interface Contest {
  readonly counts: WinTieLoss;
  /** `null` for fewer than two benchmarks with both. */
  readonly sign: number | null;
  /** Over the benchmarks that have a scale, as distances without one cannot be ranked; `null` for fewer than two. */
  readonly wilcoxon: number | null;
  /** How many these are. */
  readonly scaled: number;
}

/** @param alternative - `greater`: whether the first wins more */
function contest(
  [first, second]: readonly [string, string],
  share: number,
  traces: Traces,
  alternative: Alternative,
): Contest {
  const met = traces.judged.flatMap((benchmark) => {
    const [a, b] = [first, second].map((label) => medianAtShare(traces, benchmark, label, share));
    return a === undefined || b === undefined ? [] : [{ benchmark, a, b }];
  });
  const count = (holds: (a: number, b: number) => boolean): number => met.filter(({ a, b }) => holds(a, b)).length;
  const counts = {
    wins: count((a, b) => a < b),
    ties: count((a, b) => a === b),
    losses: count((a, b) => a > b),
    missing: traces.judged.length - met.length,
  };
  const gains = met.flatMap(({ benchmark, a, b }) => {
    const scale = verdictScale(benchmark);
    return scale === undefined ? [] : [a === b ? 0 : scale(b) - scale(a)];
  });
  return {
    counts,
    sign: met.length < 2 ? null : signTest(counts.wins, counts.losses, alternative),
    wilcoxon: gains.length < 2 ? null : wilcoxon(gains, alternative).p,
    scaled: gains.length,
  };
}

/** Minimised, over the runs that are known; infinite where half of them have no incumbent; undefined where none is known. */
export function medianAtShare(
  traces: Traces,
  benchmark: ComparedBenchmark,
  optimizer: string,
  share: number,
): number | undefined {
  const known = knownVerdicts(benchmark, traces.of(benchmark.name, optimizer), share);
  return known.length === 0 ? undefined : medianOf(known);
}

/** A contest with its p-values as they are and as Holm's step-down makes them among all of its kind. */
export interface CorrectedContest {
  readonly benchmarks: WinTieLoss;
  readonly sign: Tested;
  readonly wilcoxon: Tested;
  readonly wilcoxonBenchmarks: number;
}

/** Contests that are asked together. */
export function contests(
  pairs: readonly (readonly [string, string])[],
  share: number,
  traces: Traces,
  alternative: Alternative,
): CorrectedContest[] {
  const single = pairs.map((pair) => contest(pair, share, traces, alternative));
  const signs = corrected(single.map(({ sign }) => sign));
  const wilcoxons = corrected(single.map((each) => each.wilcoxon));
  return single.map(({ counts, scaled }, index) => ({
    benchmarks: counts,
    sign: signs[index] as Tested,
    wilcoxon: wilcoxons[index] as Tested,
    wilcoxonBenchmarks: scaled,
  }));
}

/** Holm's step-down over those that are not `null`. */
export function corrected(values: readonly (number | null)[]): Tested[] {
  const said = values.filter((p) => p !== null);
  const adjusted = holm(said);
  let next = 0;
  return values.map((p) => ({ p, holm: p === null ? null : (adjusted[next++] as number) }));
}
