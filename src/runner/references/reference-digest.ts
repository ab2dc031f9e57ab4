import { digest } from '../../core/json.js';
import type { MetricDefinition } from '../../core/metric.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import type { Family } from '../families.js';

/**
 * `sha256:` of all that decides what an instance answers: the family's files beside the manifest, and the manifest's entries without
 * those that only say something about it (sources, notices, golden evaluations, oddities).
 */
export function referenceDigest({ code, runtime, descriptors }: Family, instance: string): string {
  const { space, fidelities, metrics, clock, settings, data, onnx, table } = descriptors[instance] as Descriptor;
  const rule = { ...table, audit: undefined };
  const defined = Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [name, decisive(metric)]));
  return digest({ code, runtime, space, fidelities, metrics: defined, clock, settings, data, onnx, table: rule });
}

function decisive({ direction, lower, upper, optimum, measured }: MetricDefinition): Partial<MetricDefinition> {
  return {
    direction,
    ...(lower !== undefined && { lower }),
    ...(upper !== undefined && { upper }),
    ...(optimum !== undefined && { optimum }),
    ...(measured !== undefined && { measured }),
  };
}
