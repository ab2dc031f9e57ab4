import type { JsonObject } from '../../core/types.js';
import type { MetricDefinition } from '../../core/metric.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import type { Row } from './rows.js';

/**
 * What is known of each metric from the rows of an instance: the smallest and the largest value, and of an objective the best at
 * the highest fidelity: that of a single run, as an evaluation of the table is.
 */
export function metricRanges({ metrics, fidelities }: Descriptor, rows: readonly Row[]): JsonObject {
  const measured = rows.flatMap(({ cell, measured: found }) =>
    found.status === 'completed' ? [{ fidelity: cell.fidelity, metrics: found.metrics }] : [],
  );
  if (measured.length === 0) return {};
  const top = fidelities.map(
    ({ name }) => [name, Math.max(...new Set(rows.map((row) => row.cell.fidelity[name] as number)))] as const,
  );
  const full = measured.filter(({ fidelity }) => top.every(([name, level]) => fidelity[name] === level));
  const ranges = Object.entries(metrics).map(([name, { role, direction }]) => {
    const range = (of: typeof measured): Range => rangeOf(of.flatMap((each) => each.metrics[name] ?? []));
    const observed = range(measured);
    if (role !== 'objective' || full.length === 0) return [name, { observed }] as const;
    return [name, { optimum: range(full)[direction === 'minimize' ? 0 : 1], observed }] as const;
  });
  return Object.fromEntries(ranges);
}

type Range = NonNullable<MetricDefinition['observed']>;

/** Not by spreading them into a call: there may be more than it takes. */
function rangeOf(values: readonly number[]): Range {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}
