import type { Comparison, FriedmanTest, Lead } from '../analysis/comparison.js';
import { count } from './words.js';

type Judged = Pick<Comparison, 'studies' | 'optimizers' | 'benchmarks' | 'runs' | 'lead' | 'friedman'>;

/** The verdict in a few sentences, with how sure it is. */
export function verdictLines({ studies, optimizers, benchmarks, runs, lead, friedman }: Judged): string[] {
  const names = studies.map(({ study }) => study).join(', ');
  const ended = runs.filter(({ state }) => state !== 'unfinished').length;
  const what = [count(optimizers.length, 'optimizer'), count(benchmarks.length, 'benchmark')].join(' on ');
  const test = friedman.at(-1);
  return [
    `${names}: ${what}, ${count(ended, 'run')} ended.`,
    ...(lead === null ? [] : leadLines(lead)),
    ...(test === undefined ? [] : [friedmanLine(test)]),
  ];
}

const LEVEL = 0.05;

/** Names a winner only where its difference to each of the others is more than noise. */
function leadLines({ optimizers }: Lead): string[] {
  const [first, ...others] = optimizers;
  if (first === undefined) return [];
  const alike = others.filter((each) => !each.behind);
  const behind = others.filter((each) => each.behind);
  const ranks = optimizers.map(({ optimizer, rank }) => `${optimizer} ${rank.toFixed(2)}`).join(', ');
  const rankLine = `Mean ranks at the end of the budget, of ${optimizers.length}: ${ranks}.`;
  const found = (p: number): string => `two-sided rank test over runs, Holm: p ${pText(p)}`;
  const largest = Math.max(...behind.map(({ test }) => test.holm ?? 1));
  if (alike.length === 0) {
    return [
      `On these benchmarks ${first.optimizer} is better than ${words(others)} at the end of the budget (${found(largest)}).`,
      rankLine,
    ];
  }
  const rest =
    behind.length === 0
      ? ''
      : ` ${words(behind)} ${behind.length === 1 ? 'is' : 'are'} behind ${first.optimizer} (${found(largest)}).`;
  return [
    `On these benchmarks no difference is shown at the end of the budget between ${words([first, ...alike])}.${rest}`,
    rankLine,
  ];
}

function words(optimizers: Lead['optimizers']): string {
  const names = optimizers.map(({ optimizer }) => optimizer);
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function pText(p: number): string {
  return p < 0.0005 ? '< 0.001' : `= ${p.toFixed(3)}`;
}

function friedmanLine({ p, benchmarks, leftOut, meanRanks, groups }: FriedmanTest): string {
  const complete = `${count(benchmarks, 'benchmark')}${leftOut.length === 0 ? '' : ` that all have runs on (without ${leftOut.join(', ')})`}`;
  if (p === null) return `By their medians over ${complete} all optimizers are equal.`;
  if (p >= LEVEL) {
    return `By their medians over ${complete} no difference between the optimizers is shown (Friedman p ${pText(p)}).`;
  }
  const first = meanRanks[0]?.optimizer ?? '';
  const alike = (groups.find((group) => group.includes(first)) ?? []).filter((label) => label !== first);
  const apart = alike.length === 0 ? 'all others differ from it' : `no difference to ${alike.join(', ')} is shown`;
  return `By their medians over ${complete} the optimizers differ (Friedman p ${pText(p)}): ${first} is first, and ${apart} by Nemenyi at 0.05.`;
}
