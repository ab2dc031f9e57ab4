import { holm } from '../../../src/analysis/statistics/holm.js';
import { mannWhitney } from '../../../src/analysis/statistics/mann-whitney.js';
import { medianOf, summaryOf } from '../../../src/analysis/statistics/summary.js';
import { tost } from '../../../src/analysis/statistics/tost.js';
import { LOG_COSTS } from '../../optimizers/counting-ones-reference.js';
import { shownP, table } from '../markdown.js';
import { valuesOf, type Sample } from '../sample.js';
import type { Check, Section } from '../validation.js';
import { seriesOf } from './series.js';

export interface Pair {
  readonly optimizer: string;
  readonly d: number;
}

/** Ours beside the recorded runs, a row a cost, and a check a pair. `where` ends the checks' names. */
export function equalityTable(pairs: readonly Pair[], sample: Sample, runs: Sample, where = ''): Section {
  const results = pairs.map((pair) => ({ ...pair, tests: testsOf(pair, sample, runs) }));
  const rows = results.flatMap(({ optimizer, d, tests }) =>
    tests.map((test) => [`${optimizer}, d = ${d}`, ...cellsOf(test), verdictOf(test, d)]),
  );
  const checks = results.map(({ optimizer, d, tests }): Check => {
    const name = `${optimizer} at d = ${d}${where} ${d === UNEQUALLED ? 'not told from' : 'equal to'} its reference`;
    return { name, met: tests.length > 0 && tests.every((test) => isMet(test, d)) };
  });
  return { text: table(HEADER, rows), checks };
}

/** The dimension at which regrets vary so much that no affordable number of seeds shows them equivalent. */
export const UNEQUALLED = 8;
export const MARGIN = 0.1;
export const DIFFERENT = 0.01;
export const EQUIVALENT = 0.05;

const HEADER = [
  '',
  ...[
    'cost',
    'seeds',
    'median',
    'reference',
    'difference of means [90 %]',
    'delta',
    'differs, p',
    'equivalent, p',
    'verdict',
  ],
];

interface Test {
  readonly cost: number;
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  readonly delta: number;
  /** Adjusted over the costs. */
  readonly differs: number;
  readonly equivalent: ReturnType<typeof tost>;
}

function testsOf({ optimizer, d }: Pair, sample: Sample, runs: Sample): readonly Test[] {
  const series = seriesOf(optimizer, d);
  const logs = (from: Sample, cost: number): readonly number[] => valuesOf(from, series, String(cost)).map(Math.log10);
  const tests = LOG_COSTS.map((cost) => ({ cost, ours: logs(sample, cost), theirs: logs(runs, cost) }))
    .filter(({ ours, theirs }) => ours.length > 0 && theirs.length > 0)
    .map((test) => ({ ...test, ranks: mannWhitney(test.ours, test.theirs) }));
  const adjusted = holm(tests.map(({ ranks }) => ranks.p));
  return tests.map(({ cost, ours, theirs, ranks: { delta } }, at) => {
    const equivalent = tost(summaryOf(ours), summaryOf(theirs), MARGIN);
    return { cost, ours, theirs, delta, differs: adjusted[at] as number, equivalent };
  });
}

function cellsOf({ cost, ours, theirs, delta, differs, equivalent }: Test): readonly string[] {
  const { difference, interval } = equivalent;
  const seeds = ours.length === theirs.length ? String(ours.length) : `${ours.length}, ${theirs.length}`;
  const medians = [ours, theirs].map((values) => medianOf(values).toFixed(3));
  const gap = `${difference.toFixed(3)} [${interval.map((end) => end.toFixed(3)).join(', ')}]`;
  return [String(cost), seeds, ...medians, gap, delta.toFixed(2), shownP(differs), shownP(equivalent.p)];
}

function verdictOf(test: Test, d: number): string {
  if (test.differs < DIFFERENT) return '**differs**';
  if (test.equivalent.p < EQUIVALENT) return 'equal';
  return d === UNEQUALLED ? 'not told apart' : '**not shown**';
}

function isMet({ differs, equivalent }: Test, d: number): boolean {
  return differs >= DIFFERENT && (d === UNEQUALLED || equivalent.p < EQUIVALENT);
}
