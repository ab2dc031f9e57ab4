import type { Comparison } from '../analysis/comparison.js';
import { count } from './words.js';

/** The verdict in a few sentences, with how sure it is. */
export function verdictLines(comparison: Comparison): string[] {
  const { studies, optimizers, benchmarks, runs } = comparison;
  const names = studies.map(({ study }) => study).join(', ');
  const ended = runs.filter(({ state }) => state !== 'unfinished').length;
  const what = [count(optimizers.length, 'optimizer'), count(benchmarks.length, 'benchmark')].join(' on ');
  return [`${names}: ${what}, ${count(ended, 'run')} ended.`, ...rankLine(comparison), ...friedmanLine(comparison)];
}

function rankLine({ ranks }: Comparison): string[] {
  const overall = ranks.filter(({ family }) => family === null);
  const [best, next] = [...overall].sort((a, b) => (a.mean.at(-1) ?? 0) - (b.mean.at(-1) ?? 0));
  if (best === undefined || next === undefined) return [];
  const [mean, lower, upper] = [best.mean, best.lower, best.upper].map((series) => series.at(-1) ?? NaN);
  const band = `[${lower?.toFixed(2)}, ${upper?.toFixed(2)}]`;
  if (best.mean.at(-1) === next.mean.at(-1)) {
    return [`No optimizer is ahead at the end of the budget: the best mean rank, ${mean?.toFixed(2)}, is shared.`];
  }
  const clear = (best.upper.at(-1) ?? NaN) < (next.lower.at(-1) ?? NaN);
  return [
    `At the end of the budget ${best.optimizer} has the best mean rank, ${mean?.toFixed(2)} ${band} of ${overall.length}, ` +
      `before ${next.optimizer} with ${next.mean.at(-1)?.toFixed(2)}${clear ? '' : '; their bands overlap'}.`,
  ];
}

function friedmanLine({ friedman }: Comparison): string[] {
  const test = friedman.at(-1);
  if (test === undefined) return [];
  if (test.p === null) return ['All optimizers are equal on all benchmarks.'];
  const p = test.p < 0.0005 ? '< 0.001' : `= ${test.p.toFixed(3)}`;
  const first = test.meanRanks[0]?.optimizer ?? '';
  const alike = (test.groups.find((group) => group.includes(first)) ?? []).filter((label) => label !== first);
  const apart =
    alike.length === 0
      ? 'all others differ from it'
      : `${alike.join(', ')} ${alike.length === 1 ? 'does' : 'do'} not differ from it`;
  return [
    test.p < 0.05
      ? `By their medians over ${count(test.benchmarks, 'benchmark')} the optimizers differ (Friedman p ${p}): ${first} is first, and ` +
        `${apart} by Nemenyi at 0.05.`
      : `By their medians over ${count(test.benchmarks, 'benchmark')} no difference between the optimizers is shown (Friedman p ${p}).`,
  ];
}
