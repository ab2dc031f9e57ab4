import { standardError, summaryOf } from '../../../src/analysis/statistics/summary.js';
import { table } from '../markdown.js';
import { valuesOf, type Sample } from '../sample.js';
import type { Check, Section } from '../validation.js';
import { seriesOf } from './series.js';

/** An optimizer at a dimension and a cost. */
type Point = readonly [optimizer: string, d: number, cost: number];

interface Reading {
  readonly name: string;
  readonly left: Point;
  readonly right: Point;
  /** `below`: the mean regret on the left is the smaller one. `near`: they are within two standard errors. */
  readonly relation: 'below' | 'near';
}

/** What the specification says that a re-implementation must show at least (F3, readings). */
const READINGS: readonly Reading[] = [
  ...[8, 16, 32, 64].map((d) =>
    below(`Hyperband beats random search, d = ${d}`, ['hyperband', d, 21], 'random-search'),
  ),
  ...[8, 16, 32].map((d) => below(`BOHB beats Hyperband early, d = ${d}`, ['bohb', d, 105], 'hyperband')),
  {
    name: 'BOHB is like Hyperband at first, d = 64',
    left: ['bohb', 64, 21],
    right: ['hyperband', 64, 21],
    relation: 'near',
  },
  ...[8, 16, 32, 64].map((d) => below(`DEHB has overtaken Hyperband, d = ${d}`, ['dehb', d, 21], 'hyperband')),
  below('DEHB has overtaken BOHB, d = 64', ['dehb', 64, 210], 'bohb'),
  { name: 'DEHB still falls where BOHB is flat', left: ['dehb', 8, 420], right: ['bohb', 8, 210], relation: 'below' },
];

function below(name: string, left: Point, optimizer: string): Reading {
  return { name, left, right: [optimizer, left[1], left[2]], relation: 'below' };
}

export function readings(sample: Sample): Section {
  const results = READINGS.map((reading) => ({ reading, ...compare(reading, sample) }));
  const rows = results.map(({ reading, difference, error, met }) => [
    reading.name,
    ...[shown(reading.left), shown(reading.right), difference.toFixed(4), error.toFixed(4), met ? 'yes' : '**no**'],
  ]);
  const checks = results.map(({ reading: { name }, met }): Check => ({ name, met }));
  return { text: `${INTRODUCTION}\n\n${table(HEADER, rows)}`, checks };
}

const INTRODUCTION = `### Readings

What a re-implementation must show at least: the differences of our mean regrets, with their standard errors.`;

const HEADER = ['reading', 'left at cost', 'right at cost', 'left - right', '±', 'shown'];

function compare(
  { left, right, relation }: Reading,
  sample: Sample,
): { readonly difference: number; readonly error: number; readonly met: boolean } {
  const [a, b] = [left, right].map(([optimizer, d, cost]) =>
    summaryOf(valuesOf(sample, seriesOf(optimizer, d), String(cost))),
  ) as [ReturnType<typeof summaryOf>, ReturnType<typeof summaryOf>];
  const difference = a.mean - b.mean;
  const error = Math.hypot(standardError(a), standardError(b));
  return { difference, error, met: relation === 'below' ? difference < 0 : Math.abs(difference) < 2 * error };
}

function shown([optimizer, , cost]: Point): string {
  return `${optimizer} at ${cost}`;
}
