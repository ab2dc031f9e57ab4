import { standardError, summaryOf, type Summary } from '../../../src/analysis/statistics/summary.js';
import { COSTS, REFERENCE, type ReferenceTrajectory } from '../../optimizers/counting-ones-reference.js';
import { plusMinus, table } from '../markdown.js';
import { valuesOf, type Sample } from '../sample.js';
import type { Check, Section } from '../validation.js';
import { recorded } from './recorded.js';
import { seriesOf } from './series.js';

/** Every checkpoint of the reference's table: its means, ours, and how many standard errors lie between them. */
export function trajectories(sample: Sample): Section {
  const runs = recorded('counting-ones');
  const dimensions = [...new Set(REFERENCE.map(({ d }) => d))];
  const tables = dimensions.map((d) => {
    const rows = REFERENCE.filter((reference) => reference.d === d).map((reference) => rowsOf(reference, sample, runs));
    return table([`d = ${d}`, ...COSTS.map(String)], rows.flat());
  });
  const checks = REFERENCE.map((reference) => checkOf(reference, sample));
  return { text: [INTRODUCTION, ...tables].join('\n\n'), checks };
}

const INTRODUCTION = `Half of the d parameters are binary, half continuous; levels 9 to 729, eta 3, one worker, every evaluation from
scratch. A column is a cost in evaluations at the highest level. The true normalised regret of the incumbent, which has the
best observed value at the largest level so far: mean ± standard error.

- _specification_: the table of the specification (section F3), made with the code of HpBandSter and of DEHB 0.1.2.
- _recorded_: the same packages, driven again by \`test/validate/reference/trajectories.py\`, which says how.
- _distance_: ours from the specification, in standard errors of the difference. The check: all are below 4.

DEHB is run with \`encoding: reference\`, everything else with its defaults.`;

const MOST = 4;

function rowsOf(reference: ReferenceTrajectory, sample: Sample, runs: Sample): (readonly string[])[] {
  const { optimizer, seeds, regret } = reference;
  const theirs = regret.map(({ mean, error }) => plusMinus(mean, error, 4));
  const distances = distancesOf(reference, sample).map((each) => {
    const text = each.toFixed(1);
    return Math.abs(each) < MOST ? text : `**${text}**`;
  });
  return [
    measuredRow(`**${optimizer}**`, reference, sample),
    [`specification, ${seeds} seeds`, ...theirs],
    measuredRow('recorded', reference, runs),
    ['distance', ...distances],
  ]
    .filter((row) => row.length > 1)
    .map((row) => [...row, ...new Array<string>(COSTS.length + 1 - row.length).fill('')]);
}

function measuredRow(name: string, { optimizer, d }: ReferenceTrajectory, sample: Sample): readonly string[] {
  const summaries = summariesOf(optimizer, d, sample);
  if (summaries.length === 0) return [name];
  const cells = summaries.map((summary) => plusMinus(summary.mean, standardError(summary), 4));
  return [`${name}, ${summaries[0]?.n ?? 0} seeds`, ...cells];
}

function distancesOf({ optimizer, d, regret }: ReferenceTrajectory, sample: Sample): readonly number[] {
  return summariesOf(optimizer, d, sample).flatMap((ours, column) => {
    const theirs = regret[column];
    if (theirs === undefined) return [];
    return [(ours.mean - theirs.mean) / Math.hypot(standardError(ours), theirs.error)];
  });
}

function summariesOf(optimizer: string, d: number, sample: Sample): readonly Summary[] {
  return COSTS.map((cost) => valuesOf(sample, seriesOf(optimizer, d), String(cost)))
    .filter((values) => values.length > 0)
    .map(summaryOf);
}

function checkOf(reference: ReferenceTrajectory, sample: Sample): Check {
  const name = `${reference.optimizer} at d = ${reference.d} within ${MOST} standard errors of the specification`;
  const distances = distancesOf(reference, sample);
  const met = distances.length === reference.regret.length && distances.every((each) => Math.abs(each) < MOST);
  return { name, met };
}
