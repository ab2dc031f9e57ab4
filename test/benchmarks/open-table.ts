import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { familyCache } from '../../src/data/cache.js';
import { readCsv } from '../../src/data/csv.js';
import { ensureData } from '../../src/data/ensure.js';
import { dataPaths } from '../../src/protocol/data-path.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { withoutMeanMetrics } from '../../src/protocol/mean-metrics.js';
import { loadFamily } from '../../src/runner/families.js';
import { checkTable } from '../../src/runtimes/table/check-table.js';
import { findRow } from '../../src/runtimes/table/find-row.js';
import { meanColumns } from '../../src/runtimes/table/mean-replicates.js';
import type { FindRow } from '../../src/runtimes/table/grid-row.js';
import type { Table, TableReader } from '../../src/runtimes/table/reader.js';
import { createSearchSpace } from '../../src/space/space.js';

/** A table of the suite, read from the mirror by its family's own reader. */
export interface OpenTable {
  readonly descriptor: Descriptor;
  readonly table: Table;
  readonly find: FindRow;
}

/** Opens the tables of a family, an instance at a time, from the mirror. */
export async function openTables(
  mirror: string,
  name: string,
  reader: TableReader,
): Promise<(instance: string) => Promise<OpenTable>> {
  const family = await loadFamily(name);
  const cache = await mkdtemp(join(tmpdir(), 'hport-tables-'));
  await ensureData(Object.values(family.data).flat(), { cache, mirror });
  return async (instance) => {
    const descriptor = family.descriptors[instance] as Descriptor;
    const space = createSearchSpace(descriptor.space);
    const data = dataPaths(descriptor, familyCache(name, cache));
    const recorded = withoutMeanMetrics(descriptor);
    const source = { instance, descriptor: recorded, space, folder: family.folder, data, csv: readCsv };
    const read = await reader.read(source);
    checkTable(read, recorded, space);
    const table = { ...read, columns: { ...read.columns, ...meanColumns(read, descriptor) } };
    return { descriptor, table, find: findRow(table, descriptor, space) };
  };
}

/** Means over the replicates, all of which were measured, row by row. */
export function rowMeans({ rows, columns }: Table, metric: string): Float64Array {
  const values = columns[metric] ?? new Float64Array();
  const each = values.length / rows;
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (const value of values.subarray(row * each, (row + 1) * each)) sum += value;
    return sum / each;
  });
}
