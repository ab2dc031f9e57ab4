import type { Descriptor } from '../../protocol/descriptor.js';
import { meanMetrics } from '../../protocol/mean-metrics.js';
import { FAILED, MEASURED, statusOf } from './cells.js';
import type { Column, Table } from './reader.js';
import { runsOf } from './runs.js';
import { shapeOf, strideOf, type Shape } from './shape.js';

/**
 * A table whose replicates are their mean, of all runs that a row has, summed in their order; the cost is the sum, as each of them
 * was paid for. Where one of them failed or was not measured, so is the whole: a mean over those that went well would be another thing.
 */
export function meanReplicates(table: Table, descriptor: Descriptor): Table {
  const shape = shapeOf(table);
  if (shape.replicates === 1) return table;
  const runs = runsByCell(table, shape, descriptor);
  const means = (values: Column): Column => (strideOf(values, shape) === 1 ? meanColumn(values, runs, shape) : values);
  const { cost } = table;
  return {
    ...table,
    replicates: 1,
    columns: Object.fromEntries(Object.entries(table.columns).map(([name, values]) => [name, means(values)])),
    ...(cost !== undefined && { cost: sumColumn(cost, runs, shape) }),
    failed: anyFailed(runs.status, shape),
  };
}

/** The columns of the metrics that are means over the replicates of objectives; empty where one of a row's runs has no number. */
export function meanColumns(table: Table, descriptor: Descriptor): Readonly<Record<string, Column>> {
  const means = meanMetrics(descriptor);
  if (means.length === 0) return {};
  const shape = shapeOf(table);
  const runs = runsByCell(table, shape, descriptor);
  return Object.fromEntries(
    means.map(({ name, objective }) => {
      const values = table.columns[objective] as Column;
      return [name, meanColumn(values, runs, shape)];
    }),
  );
}

interface Runs {
  readonly status: Uint8Array;
  /** Rows x replicates, 1 where the row has that run. */
  readonly has: Uint8Array;
}

function runsByCell(table: Table, shape: Shape, descriptor: Descriptor): Runs {
  const status = statusOf(table, shape, descriptor);
  return { status, has: runsOf(status, shape) };
}

/** One value a row and level. */
function meanColumn(values: Column, runs: Runs, shape: Shape): Float64Array {
  return overRuns(values, runs, shape, (sum, count, whole) => (whole ? sum / count : NaN));
}

/** Of all that the runs cost, whether they failed or not. */
function sumColumn(values: Column, runs: Runs, shape: Shape): Float64Array {
  return overRuns(values, runs, shape, (sum) => sum);
}

type Summary = (sum: number, count: number, whole: boolean) => number;

function overRuns(values: Column, { status, has }: Runs, shape: Shape, summary: Summary): Float64Array {
  const { replicates, levels, cells } = shape;
  const stride = strideOf(values, shape) as number;
  const results = new Float64Array(cells / replicates);
  for (let place = 0; place < results.length; place++) {
    let [sum, count, whole] = [0, 0, true];
    for (let replicate = 0; replicate < replicates; replicate++) {
      if (has[Math.floor(place / levels) * replicates + replicate] === 0) continue;
      const cell = place * replicates + replicate;
      const value = values[Math.floor(cell / stride)] as number;
      if (status[cell] !== MEASURED) whole = false;
      if (status[cell] !== MEASURED && Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    results[place] = count === 0 ? NaN : summary(sum, count, whole);
  }
  return results;
}

/** A run that was not measured where others were makes the mean one that failed. */
function anyFailed(status: Uint8Array, { replicates, cells }: Shape): Uint8Array {
  const failed = new Uint8Array(cells / replicates);
  for (let cell = 0; cell < cells; cell++) if (status[cell] === FAILED) failed[Math.floor(cell / replicates)] = 1;
  return failed;
}
