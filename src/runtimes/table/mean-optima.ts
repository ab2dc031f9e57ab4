import type { Descriptor } from '../../protocol/descriptor.js';
import { meanMetrics } from '../../protocol/mean-metrics.js';
import type { Column, Table } from './reader.js';
import { shapeOf } from './shape.js';

/** The best mean over the replicates at the highest fidelity, by the name of the metric; without those that no row has. */
export function meanOptima(table: Table, descriptor: Descriptor): Readonly<Record<string, number>> {
  const { rows, levels } = shapeOf(table);
  const optima = meanMetrics(descriptor).map(({ name }): readonly [string, number] => {
    const sign = descriptor.metrics[name]?.direction === 'maximize' ? -1 : 1;
    const values = table.columns[name] as Column;
    let best = Infinity;
    // The last combination of levels is the highest of each fidelity. What is no number is not smaller.
    for (let row = 0; row < rows; row++) {
      const value = sign * (values[row * levels + levels - 1] as number);
      if (value < best) best = value;
    }
    return [name, sign * best];
  });
  return Object.fromEntries(optima.filter(([, best]) => Number.isFinite(best)));
}
