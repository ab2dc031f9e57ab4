import type { Lead, RankCurve } from './comparison.js';
import { vanElteren } from './statistics/van-elteren.js';
import type { Traces } from './traces.js';
import { knownVerdicts } from './verdict-scale.js';
import { corrected } from './win-tie-loss.js';

/**
 * The optimizers by their mean rank at the end of the budget, and whether the first is better than each of the others beyond the noise
 * between runs: a rank test over the runs, with the benchmarks that both have as its strata. Unlike an interval of the bootstrap it
 * knows that few runs show little. `null` for fewer than two ranked optimizers.
 * @param ranks of `rankCurves`, which end at the end of the budget
 */
export function leadAtEnd(ranks: readonly RankCurve[], traces: Traces): Lead | null {
  const overall = ranks
    .filter(({ family }) => family === null)
    .map(({ optimizer, benchmarks, mean, lower, upper }) => ({
      ...{ optimizer, benchmarks, rank: mean.at(-1) as number },
      ...{ rankLower: lower.at(-1) as number, rankUpper: upper.at(-1) as number },
    }))
    .sort((a, b) => a.rank - b.rank);
  const [first, ...others] = overall;
  if (first === undefined || others.length === 0) return null;
  const found = others.map(({ optimizer }) => againstFirst(first.optimizer, optimizer, traces));
  const tests = corrected(found.map((each) => each?.p ?? null));
  return {
    optimizers: [
      { ...first, test: UNTESTED, behind: false },
      ...others.map((each, index) => {
        const test = tests[index] ?? UNTESTED;
        // Where not all have runs on all benchmarks, those in common may say otherwise than the mean ranks.
        const behind = test.holm !== null && test.holm < LEVEL && (found[index]?.shift ?? 0) > 0;
        return { ...each, test, behind };
      }),
    ],
  };
}

const LEVEL = 0.05;
const UNTESTED = { p: null, holm: null };

/** `null` where they have no benchmark in common. */
function againstFirst(first: string, other: string, traces: Traces): ReturnType<typeof vanElteren> | null {
  const strata = traces.judged.flatMap((benchmark) => {
    const [a, b] = [first, other].map((label) => knownVerdicts(benchmark, traces.of(benchmark.name, label), 1));
    return a === undefined || b === undefined || a.length === 0 || b.length === 0 ? [] : [{ a, b }];
  });
  return strata.length === 0 ? null : vanElteren(strata);
}
