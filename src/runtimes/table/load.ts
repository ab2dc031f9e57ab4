import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SuiteError, messageOf, userError } from '../../core/errors.js';
import { readCsv, type Csv } from '../../data/csv.js';
import { dataPaths } from '../../protocol/data-path.js';
import { withoutMeanMetrics } from '../../protocol/mean-metrics.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import { createSearchSpace } from '../../space/space.js';
import type { LoadedFamily } from '../runtime.js';
import { checkTable } from './check-table.js';
import csvTable from './csv-table.js';
import { meanColumns } from './mean-replicates.js';
import type { Table, TableReader } from './reader.js';

/** Reads the table of an instance, checked, its replicates as they were recorded, with their means as columns of their own. */
export type LoadTable = (instance: string) => Promise<Table>;

/**
 * The tables of a family: by its own `table.js` where it has one, else from a CSV.
 * @throws SuiteError of code 'user' for a `table.js` that is none
 */
export async function tablesOf(family: LoadedFamily): Promise<LoadTable> {
  const { descriptors, folder } = family;
  const reader = await readerOf(family.code);
  const csv = sharedCsv();
  return async (instance) => {
    const descriptor = descriptors[instance] as Descriptor;
    const space = createSearchSpace(descriptor.space);
    const recorded = withoutMeanMetrics(descriptor);
    const source = { instance, descriptor: recorded, space, folder, data: pathsOf(family, descriptor), csv };
    const table = await reading(() => reader.read(source), descriptor);
    checkTable(table, recorded, space);
    return { ...table, columns: { ...table.columns, ...meanColumns(table, descriptor) } };
  };
}

async function readerOf(code: string): Promise<TableReader> {
  const file = join(code, 'table.js');
  if (!existsSync(file)) return csvTable;
  const module = (await import(pathToFileURL(file).href)) as { readonly default?: Partial<TableReader> };
  if (typeof module.default?.read === 'function') return module.default as TableReader;
  throw userError('the default export must be an object with a function read', {
    file,
    mend: 'export default { read } satisfies TableReader;',
  });
}

function pathsOf({ data }: LoadedFamily, descriptor: Descriptor): Readonly<Record<string, string>> {
  if (data !== undefined || descriptor.data === undefined) return dataPaths(descriptor, data ?? '');
  const names = Object.keys(descriptor.data).join(', ');
  throw userError(`the folder with the data of ${descriptor.family} (${names}) is not known`, {
    mend: 'Start the guest by an engine, or set HPORT_DATA to that folder.',
  });
}

/** Instances share a file. It is not held: whoever needs it later reads it again, and what is made of it is much smaller. */
function sharedCsv(): (path: string) => Csv {
  const read = new Map<string, WeakRef<Csv>>();
  return (path) => {
    const known = read.get(path)?.deref();
    if (known !== undefined) return known;
    const fresh = readCsv(path);
    read.set(path, new WeakRef(fresh));
    return fresh;
  };
}

/** What a reader throws is about the family's files, whatever it is. */
async function reading(read: () => Table | Promise<Table>, { family, instance }: Descriptor): Promise<Table> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SuiteError) throw error;
    throw userError(`the table of ${family}/${instance} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
