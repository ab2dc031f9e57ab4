import { holm } from '../../../src/analysis/statistics/holm.js';
import { mannWhitney } from '../../../src/analysis/statistics/mann-whitney.js';
import { medianOf, summaryOf } from '../../../src/analysis/statistics/summary.js';
import { tost } from '../../../src/analysis/statistics/tost.js';
import { LOG_COSTS } from '../../optimizers/counting-ones-reference.js';
import { shownP, table } from '../markdown.js';
import { valuesOf, type Sample } from '../sample.js';
import type { Check, Section } from '../validation.js';
import { recorded } from './recorded.js';
import { seriesOf } from './series.js';

/** Whether ours and the recorded runs of the reference are of one distribution (specs/optimizers.md, F5). */
export function equality(sample: Sample): Section {
  const runs = recorded();
  const pairs = PAIRS.map(([optimizer, d]) => ({ optimizer, d, tests: testsOf(optimizer, d, sample, runs) }));
  const rows = pairs.flatMap(({ optimizer, d, tests }) =>
    tests.map((test) => [`${optimizer}, d = ${d}`, ...cellsOf(test), verdictOf(test, d)]),
  );
  const checks = pairs.map(({ optimizer, d, tests }): Check => {
    const name = `${optimizer} at d = ${d} ${d === UNEQUALLED ? 'not told from' : 'equal to'} its reference`;
    const met = tests.length > 0 && tests.every((test) => isMet(test, d));
    return { name, met };
  });
  return { text: `${INTRODUCTION}\n\n${table(HEADER, rows)}`, checks };
}

const PAIRS = ['random-search', 'hyperband', 'bohb', 'dehb'].flatMap((optimizer) =>
  [8, 16, 32, 64]
    .filter((d) => optimizer !== 'bohb' || d <= 32)
    .map((d): readonly [optimizer: string, d: number] => [optimizer, d]),
);
/** The dimension at which regrets vary so much that no affordable number of seeds shows them equivalent. */
const UNEQUALLED = 8;
const MARGIN = 0.1;
const [DIFFERENT, EQUIVALENT] = [0.01, 0.05];

const INTRODUCTION = `### Equality with the reference

The logarithm (base 10) of the regret at costs declared beforehand, ours against the recorded runs of the reference's own
code. _Differs_: Mann-Whitney, two-sided, p adjusted after Holm over the costs; below ${DIFFERENT} the two differ.
_Equivalent_: two one-sided t-tests (Welch) with a margin of ${MARGIN}, that is 26 % of regret; below ${EQUIVALENT} the means are
equivalent, and their difference's interval of 90 % is within the margin. Equal is what does not differ and is equivalent. At
d = ${UNEQUALLED} the regrets vary too much for the second test (BOHB would need some 240 seeds): there the first one alone counts, and the other is
shown. Delta is Cliff's: the share of pairs in which ours has the larger regret, less the share in which it has the
smaller. No seed is left out.`;

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

function testsOf(optimizer: string, d: number, sample: Sample, runs: Sample): readonly Test[] {
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
