import type { DeclaredScale, MetricDefinition } from '../../core/metric.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import type { Family } from '../families.js';
import { referenceDigest } from './reference-digest.js';
import type { InstanceReferences, ReferenceValues } from './reference-file.js';

/** Whether an instance has references, and whether they are of what it is now. */
export type ReferenceState = 'current' | 'stale' | 'none';

export function referenceState(family: Family, instance: string): ReferenceState {
  const found = entryOf(family, instance);
  if (found === undefined) return 'none';
  return found.digest === referenceDigest(family, instance) ? 'current' : 'stale';
}

/** The metrics of an instance with the scales that are current: what was computed from something else is no scale. */
export function scaledMetrics(family: Family, instance: string): Readonly<Record<string, MetricDefinition>> {
  const { metrics } = family.descriptors[instance] as Descriptor;
  const found = entryOf(family, instance);
  if (found === undefined || referenceState(family, instance) !== 'current') return metrics;
  return Object.fromEntries(
    Object.entries(metrics).map(([name, metric]) => {
      const values = Object.hasOwn(found.metrics, name) ? found.metrics[name] : undefined;
      return [name, values === undefined ? metric : { ...metric, scale: scaleOf(values, found) }];
    }),
  );
}

function entryOf({ references }: Family, instance: string): InstanceReferences | undefined {
  const { instances = {} } = references ?? {};
  return Object.hasOwn(instances, instance) ? instances[instance] : undefined;
}

function scaleOf(values: ReferenceValues, found: InstanceReferences): DeclaredScale {
  const { median, configurations, seeds, searched } = found;
  const many = configurations.toLocaleString('en-US');
  const which = median === 'all' ? `all ${many} configurations` : `${many} uniform draws`;
  const times = seeds === 1 ? '' : ` with ${seeds} seeds each`;
  const search =
    searched === undefined ? 'the best of these' : `the best of these and of a search of ${searched} evaluations`;
  return { ...values, how: `median of ${which}${times}; best: ${values.exact ? 'the optimum' : search}` };
}
