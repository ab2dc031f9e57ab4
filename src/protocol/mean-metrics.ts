import type { MetricDefinition } from '../core/metric.js';
import type { Descriptor } from './descriptor.js';

/** A metric that is the mean over the replicates of a table, and the objective that it is the mean of. */
export interface MeanMetric {
  readonly name: string;
  readonly objective: string;
}

/**
 * Of a table that answers one replicate of several (`replicates: seed`), each objective has a second metric: its mean over the
 * replicates at the same level. That is what a configuration is worth; the answer of one replicate is what an optimizer sees of it.
 * An objective whose manifest names another exact metric of it has that one only.
 */
export function meanMetrics({ table, metrics }: Pick<Descriptor, 'table' | 'metrics'>): readonly MeanMetric[] {
  if (table?.replicates !== 'seed') return [];
  const means = Object.keys(metrics).flatMap((objective) =>
    metrics[objective]?.role === 'objective' ? [{ name: `mean_${objective}`, objective }] : [],
  );
  const hasExact = ({ name, objective }: MeanMetric): boolean =>
    Object.entries(metrics).some(([other, { exact, of }]) => other !== name && exact === true && of === objective);
  return means.filter((mean) => !hasExact(mean));
}

type Metrics = Descriptor['metrics'];

/**
 * The metrics of a manifest with the means after them: an exact test metric each, with the bounds of its objective; what the manifest
 * says of it (its `optimum`) is put over that. It is `optional`, since a mean of which a run has failed is none.
 */
export function withMeanMetrics(metrics: Metrics, table: Descriptor['table']): Metrics {
  const means = meanMetrics({ metrics, ...(table !== undefined && { table }) });
  const named = new Set(means.map(({ name }) => name));
  const own = Object.entries(metrics).filter(([name]) => !named.has(name));
  const added = means.map(
    ({ name, objective }) => [name, { ...meanOf(metrics, objective), ...metrics[name] }] as const,
  );
  return Object.fromEntries([...own, ...added]);
}

function meanOf(metrics: Metrics, objective: string): MetricDefinition {
  const { direction, lower, upper, unit } = metrics[objective] as MetricDefinition;
  return {
    direction,
    role: 'test',
    of: objective,
    exact: true,
    optional: true,
    ...(lower !== undefined && { lower }),
    ...(upper !== undefined && { upper }),
    ...(unit !== undefined && { unit }),
  };
}

/** The same descriptor without its means: what a table has columns for. */
export function withoutMeanMetrics(descriptor: Descriptor): Descriptor {
  const named = new Set(meanMetrics(descriptor).map(({ name }) => name));
  if (named.size === 0) return descriptor;
  const metrics = Object.fromEntries(Object.entries(descriptor.metrics).filter(([name]) => !named.has(name)));
  return { ...descriptor, metrics };
}
