import { FAILED, MEASURED, statusOf } from './cells.js';
import type { Column, Table } from './reader.js';
import { shapeOf, strideOf, type Shape } from './shape.js';

/**
 * A table whose replicates are their mean, cost included: of those that were measured, summed in their order. A run that failed
 * makes the whole a failure: a mean over those that went well would be another thing.
 */
export function meanReplicates(table: Table): Table {
  const shape = shapeOf(table);
  if (shape.replicates === 1) return table;
  const status = statusOf(table, shape);
  const mean = (values: Column): Column => (strideOf(values, shape) === 1 ? meanColumn(values, status, shape) : values);
  const { cost } = table;
  return {
    ...table,
    replicates: 1,
    columns: Object.fromEntries(Object.entries(table.columns).map(([name, values]) => [name, mean(values)])),
    ...(cost !== undefined && { cost: mean(cost) }),
    ...(table.failed !== undefined && { failed: anyFailed(status, shape) }),
  };
}

function meanColumn(values: Column, status: Uint8Array, { replicates, cells }: Shape): Float64Array {
  const means = new Float64Array(cells / replicates);
  for (let level = 0, cell = 0; level < means.length; level++) {
    let [sum, count] = [0, 0];
    for (const end = cell + replicates; cell < end; cell++) {
      const value = values[cell] as number;
      // A failed run may have a cost, and no metrics.
      if (status[cell] !== MEASURED && (status[cell] !== FAILED || Number.isNaN(value))) continue;
      sum += value;
      count++;
    }
    means[level] = sum / count;
  }
  return means;
}

function anyFailed(status: Uint8Array, { replicates, cells }: Shape): Uint8Array {
  const failed = new Uint8Array(cells / replicates);
  for (let cell = 0; cell < cells; cell++) if (status[cell] === FAILED) failed[Math.floor(cell / replicates)] = 1;
  return failed;
}
