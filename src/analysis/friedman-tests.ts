import type { FriedmanTest } from './comparison.js';
import { friedman } from './statistics/friedman.js';
import { criticalDifference, indistinguishable } from './statistics/nemenyi.js';
import type { Traces } from './traces.js';
import { medianAtShare } from './win-tie-loss.js';

/**
 * Whether the optimizers differ over benchmarks after each share of the budget, and which of them (Demšar. JMLR 7, 2006): over complete
 * blocks, which are the benchmarks that all of them have runs on; none where these, or the optimizers, are fewer than two.
 */
export function friedmanTests(shares: readonly number[], traces: Traces): FriedmanTest[] {
  const labels = traces.optimizers.map(({ label }) => label);
  return shares.flatMap((share) => {
    const blocks = traces.judged.map((benchmark) => ({
      name: benchmark.name,
      row: labels.flatMap((label) => medianAtShare(traces, benchmark, label, share) ?? []),
    }));
    const complete = blocks.filter(({ row }) => row.length === labels.length);
    const leftOut = blocks.filter((block) => !complete.includes(block)).map(({ name }) => name);
    const rows = complete.map(({ row }) => row);
    return labels.length < 2 || rows.length < 2 ? [] : [{ ...testOf(share, labels, rows), leftOut }];
  });
}

function testOf(
  share: number,
  labels: readonly string[],
  rows: readonly (readonly number[])[],
): Omit<FriedmanTest, 'leftOut'> {
  const { meanRanks, statistic, p, f, fP } = friedman(rows);
  const ranked = labels
    .map((optimizer, index) => ({ optimizer, rank: meanRanks[index] as number }))
    .sort((a, b) => a.rank - b.rank);
  const difference = criticalDifference(labels.length, rows.length);
  const bars = indistinguishable(
    ranked.map(({ rank }) => rank),
    difference,
  );
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    share,
    benchmarks: rows.length,
    statistic: known(statistic),
    p: known(p),
    fStatistic: known(f),
    fP: known(fP),
    meanRanks: ranked,
    criticalDifference: difference,
    groups: bars.map(([first, last]) => ranked.slice(first, last + 1).map(({ optimizer }) => optimizer)),
  };
}
