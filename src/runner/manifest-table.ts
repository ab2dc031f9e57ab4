import { didYouMean } from '../core/schema.js';
import type { Descriptor } from '../protocol/descriptor.js';
import type { TableDefinition } from '../protocol/table.js';
import { TABLE_COLUMNS } from '../runtimes/table/csv-rows.js';
import { declaredLevels } from '../runtimes/table/declared-levels.js';
import { createGrid } from '../runtimes/table/grid-row.js';
import type { SearchSpace } from '../space/space.js';
import { complaining } from './complaining.js';
import type { ManifestSource } from './manifest-schema.js';
import type { Path } from './yaml-file.js';
import type { Complain } from './yaml-file-mistakes.js';

/** The table of an instance: its own put over the family's key by key, columns and audit name by name. */
export function tableOf(source: ManifestSource, instance: string): TableDefinition | undefined {
  const own = source.instances[instance]?.table;
  const family = source.table;
  if (own === undefined || family === undefined) return own ?? family;
  const columns = { ...family.columns, ...own.columns };
  const audit = { ...family.audit, ...own.audit };
  return {
    ...family,
    ...own,
    ...(Object.keys(columns).length > 0 && { columns }),
    ...(Object.keys(audit).length > 0 && { audit }),
  };
}

export interface TablePlace {
  readonly descriptor: Descriptor;
  readonly space: SearchSpace;
  readonly runtime: string;
}

/** What a table says agrees with the rest of the manifest. */
export function checkTable({ descriptor, space, runtime }: TablePlace, at: Path, complain: Complain): void {
  const { table, clock, fidelities } = descriptor;
  if (runtime !== 'table') {
    if (table !== undefined) complain(at, `the runtime ${runtime} reads no table`, 'Write runtime: table.');
    return;
  }
  if (table === undefined) {
    complain(['runtime'], 'the key "table" is missing', 'Say how its rows are read, such as table: {file: rows.csv}.');
    return;
  }
  if (clock !== 'recorded')
    complain(['clock'], `the costs of a table are recorded, found ${clock}`, 'Write clock: recorded.');
  checkRows(table, descriptor, at, complain);
  checkColumns(table, descriptor, at, complain);
  if (table.find === 'grid') complaining([...at, 'find'], complain, () => createGrid(space));
  for (const fidelity of fidelities) complaining(['fidelities'], complain, () => declaredLevels(fidelity));
}

function checkRows({ data, file }: TableDefinition, descriptor: Descriptor, at: Path, complain: Complain): void {
  if (data !== undefined && file !== undefined) {
    complain([...at, 'file'], 'the rows are in one file', 'Leave out one of data and file.');
  }
  if (file !== undefined && (file.startsWith('/') || file.split('/').includes('..'))) {
    complain([...at, 'file'], `"${file}" is not in the family's folder`, 'Move it there, or declare it under data.');
  }
  const known = Object.keys(descriptor.data ?? {});
  if (data !== undefined && !known.includes(data)) {
    complain([...at, 'data'], `unknown file "${data}"${didYouMean(data, known)}`, 'Name a file under the key "data".');
  }
}

function checkColumns({ columns = {} }: TableDefinition, descriptor: Descriptor, at: Path, complain: Complain): void {
  const { space, fidelities, metrics } = descriptor;
  const named = [...space.parameters, ...fidelities].map(({ name }) => name);
  const known = [...named, ...Object.keys(metrics), ...TABLE_COLUMNS];
  for (const name of Object.keys(columns)) {
    if (known.includes(name)) continue;
    const message = `unknown name "${name}"${didYouMean(name, known)}`;
    complain([...at, 'columns', name], message, 'Name a parameter, fidelity or metric, and after it its column.');
  }
}
