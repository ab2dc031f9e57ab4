import { userError } from '../core/errors.js';
import type { MetricDefinition } from '../core/metric.js';
import { withMeanMetrics } from '../protocol/mean-metrics.js';
import { PROTOCOL_VERSION, type Descriptor, type Golden } from '../protocol/descriptor.js';
import { expandRepeats } from '../space/repeat.js';
import { dataOf } from './manifest-data.js';
import { tableOf } from './manifest-table.js';
import type { ManifestSource } from './manifest-schema.js';

/**
 * The manifest with an instance's own entries put in: its space and fidelities instead of the family's, its metrics,
 * settings and data over the family's.
 * @throws SuiteError of code 'user' when there is no space, or its repeats make no sense.
 */
export function describeInstance(source: ManifestSource, instance: string): Descriptor {
  const own = source.instances[instance] ?? {};
  const space = own.space ?? source.space;
  if (space === undefined) {
    throw userError(`the instance ${instance} has no space`, { mend: 'Write space: {parameters: [..]}.' });
  }
  const settings = { ...source.settings, ...own.settings };
  const table = tableOf(source, instance);
  const data = dataOf(source, instance).map(({ name, sha256, file }) => [name, { sha256, file }] as const);
  return {
    protocol: PROTOCOL_VERSION,
    family: source.family,
    version: source.version,
    instance,
    space: expandRepeats(space),
    fidelities: own.fidelities ?? source.fidelities ?? [],
    metrics: withMeanMetrics(mergeMetrics(source.metrics ?? {}, own.metrics ?? {}), table),
    clock: source.clock,
    level: source.level,
    source: source.source,
    licence: source.licence,
    golden: goldenOf(source, instance),
    ...(Object.keys(settings).length > 0 && { settings }),
    ...(table !== undefined && { table }),
    ...(data.length > 0 && { data: Object.fromEntries(data) }),
    ...(source.deterministic !== undefined && { deterministic: source.deterministic }),
    ...(source.continuationTolerance !== undefined && { continuationTolerance: source.continuationTolerance }),
    ...(source.costFloor !== undefined && { costFloor: source.costFloor }),
    ...(source.onnx !== undefined && { onnx: source.onnx }),
  };
}

type MetricDefinitions = Descriptor['metrics'];

/** Whether a metric of an instance alone says enough is checked later, where the place in the file is known. */
function mergeMetrics(
  family: MetricDefinitions,
  own: Readonly<Record<string, Partial<MetricDefinition>>>,
): MetricDefinitions {
  const names = [...new Set([...Object.keys(family), ...Object.keys(own)])];
  return Object.fromEntries(names.map((name) => [name, { ...family[name], ...own[name] } as MetricDefinition]));
}

function goldenOf(source: ManifestSource, instance: string): readonly Golden[] {
  const shared = (source.golden ?? []).filter((golden) => golden.instance === instance);
  const own = (source.instances[instance]?.golden ?? []).map((golden) => ({ instance, ...golden }));
  return [...shared, ...own];
}
