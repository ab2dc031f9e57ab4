import { standardError, summaryOf } from '../../../src/analysis/statistics/summary.js';
import { loadOptimizer } from '../../../src/optimizers/registry.js';
import { incumbentTest, PUBLISHED, QUERIES, readNasBench201, type NasBench201 } from '../../optimizers/nasbench201.js';
import { plusMinus, table } from '../markdown.js';
import { valuesOf, type Sample } from '../sample.js';
import type { Check, Validation } from '../validation.js';

type Published = (typeof PUBLISHED)[number];

const CASES = new Map(PUBLISHED.map((row) => [seriesOf(row), row]));

/** Test accuracy of incumbents on NAS-Bench-201 (specs/nas-systems.md, section 1b). */
const nasbench201: Validation = {
  title: 'NAS-Bench-201: random search, aging evolution, local search',
  seeds: 500,
  series: [...CASES.keys()],
  columns: QUERIES.map(String),
  hindrance: () => (mirror() === undefined ? 'set HPORT_DATA_MIRROR to a folder that has the table' : undefined),
  run: async (series, seed) => {
    const { optimizer, options } = CASES.get(series) as Published;
    return incumbentTest(openTable(), await loadOptimizer(optimizer), options, seed);
  },
  section: (sample) => {
    const rows = [...CASES].flatMap(([series, row]) => rowsOf(series, row, sample));
    const checks = [...CASES].map(([series, row]) => checkOf(series, row, sample));
    return { text: `${INTRODUCTION}\n\n${table(['queries', ...QUERIES.map(String)], rows)}`, checks };
  },
};
export default nasbench201;

/** How far a mean may be from the published one, in percent. */
const NEAR = 0.05;

const INTRODUCTION = `Test accuracy in percent of the cell with the best validation accuracy so far, on CIFAR-10 after 200 epochs: mean ± standard
error. The check: within ± ${NEAR} of the published means of 500 runs at each number of queries.`;

let opened: NasBench201 | undefined;

function openTable(): NasBench201 {
  return (opened ??= readNasBench201(mirror() ?? ''));
}

function mirror(): string | undefined {
  return process.env['HPORT_DATA_MIRROR'];
}

function seriesOf({ optimizer, options }: Published): string {
  const given = Object.entries(options).map(([name, value]) => `${name} ${JSON.stringify(value).replaceAll('"', '')}`);
  return [optimizer, ...given].join('; ');
}

function rowsOf(series: string, { accuracy }: Published, sample: Sample): readonly (readonly string[])[] {
  const summaries = QUERIES.map((queries) => summaryOf(valuesOf(sample, series, String(queries))));
  return [
    [
      `**${series}**, ${summaries[0]?.n ?? 0} runs`,
      ...summaries.map((each) => plusMinus(each.mean, standardError(each), 3)),
    ],
    ['published', ...accuracy.map((each) => each.toFixed(2))],
  ];
}

function checkOf(series: string, { accuracy }: Published, sample: Sample): Check {
  const distances = QUERIES.map(
    (queries, at) => summaryOf(valuesOf(sample, series, String(queries))).mean - (accuracy[at] as number),
  );
  return { name: `${series} on NAS-Bench-201 within ${NEAR}`, met: distances.every((each) => Math.abs(each) <= NEAR) };
}
