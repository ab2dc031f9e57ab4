import type { ComparedBenchmark, WithinBenchmark } from './comparison.js';
import { mannWhitney } from './statistics/mann-whitney.js';
import type { Traces } from './traces.js';
import { knownVerdicts } from './verdict-scale.js';
import { corrected } from './win-tie-loss.js';

/**
 * Every two optimizers on each benchmark at the end of the budget, over their runs: an unpaired test, as runs of one seed have nothing in
 * common but that seed. Holm's correction is over the pairs of a benchmark.
 */
export function withinBenchmarks(traces: Traces): WithinBenchmark[] {
  const labels = traces.optimizers.map(({ label }) => label);
  return traces.judged.flatMap((benchmark) => {
    const found = labels.flatMap((first, index) =>
      labels.slice(index + 1).flatMap((second) => duel(benchmark, first, second, traces)),
    );
    const tests = corrected(found.map(({ p }) => p));
    return found.map(({ p, ...rest }, index) => ({ ...rest, mannWhitney: tests[index] ?? { p, holm: null } }));
  });
}

type Duel = Omit<WithinBenchmark, 'mannWhitney'> & { readonly p: number | null };

function duel(benchmark: ComparedBenchmark, first: string, second: string, traces: Traces): Duel[] {
  const [a, b] = [first, second].map((label) => knownVerdicts(benchmark, traces.of(benchmark.name, label), 1));
  if (a === undefined || b === undefined || a.length === 0 || b.length === 0) return [];
  // Values are minimised: the first is better where those of the second are larger.
  const { p, delta } = mannWhitney(b, a);
  const runs = { firstRuns: a.length, secondRuns: b.length };
  return [{ benchmark: benchmark.name, first, second, ...runs, delta, p: canTell(a.length, b.length) ? p : null }];
}

const LEVEL = 0.05;

/** Whether the clearest of all outcomes, of the `m + n` over `m` equally likely ones, has a two-sided p-value below the usual level. */
function canTell(m: number, n: number): boolean {
  let outcomes = 1;
  for (let i = 1; i <= m; i++) outcomes *= (n + i) / i;
  return 2 / outcomes < LEVEL;
}
