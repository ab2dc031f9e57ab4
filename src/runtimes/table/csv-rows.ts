import { join } from 'node:path';
import { userError, type SuiteError } from '../../core/errors.js';
import { didYouMean } from '../../core/schema.js';
import type { Csv } from '../../data/csv.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import type { TableSource } from './reader.js';

/** The lines of a CSV that belong to an instance, under the names of the manifest. */
export interface CsvRows {
  readonly count: number;
  has(name: string): boolean;
  /** @throws SuiteError of code 'user' where there is no such column, or a value is no number */
  numbers(name: string): Float64Array;
  texts(name: string): readonly string[];
  /** What is wrong with a line. */
  mistake(at: number, name: string, message: string): SuiteError;
}

/** Columns that are no parameter, fidelity or metric; each may be absent. */
export const TABLE_COLUMNS: readonly string[] = ['cost', 'replicate', 'failed', 'instance'];

/** @throws SuiteError of code 'user' for a file that cannot be read, or a column that is not there */
export function csvRows(source: TableSource): CsvRows {
  const csv = source.csv(pathOf(source));
  const names = columnNames(source.descriptor, csv);
  const all = instanceLines(source.instance, csv, names['instance']);
  const header = (name: string): string => names[name] ?? name;
  return {
    count: all?.length ?? csv.rows,
    has: (name) => name in names,
    numbers: (name) => {
      const values = csv.numbers(header(name));
      return all === undefined ? values : Float64Array.from(all, (line) => values[line] as number);
    },
    texts: (name) => {
      const values = csv.texts(header(name));
      return all === undefined ? values : Array.from(all, (line) => values[line] as string);
    },
    mistake: (at, name, message) =>
      userError(message, { file: csv.file, line: csv.lineOf(all?.[at] ?? at), key: header(name) }),
  };
}

function pathOf({ descriptor, data, folder }: TableSource): string {
  const { data: name, file } = descriptor.table ?? {};
  if (file !== undefined) return join(folder, file);
  const path = name === undefined ? undefined : data[name];
  if (path !== undefined) return path;
  throw userError(`the table of ${descriptor.instance} has no rows`, {
    key: 'table',
    mend: 'Name a CSV of the family (file: rows.csv) or of its data (data: NAME), or write a table.ts that reads the rows.',
  });
}

/** The file's names of the columns that are there, by ours. */
function columnNames({ space, fidelities, metrics, table }: Descriptor, csv: Csv): Readonly<Record<string, string>> {
  const needed = [
    ...space.parameters.filter(({ type }) => type !== 'constant').map(({ name }) => name),
    ...fidelities.map(({ name }) => name),
    ...Object.keys(metrics),
  ];
  const given = table?.columns ?? {};
  const names = [...needed, ...TABLE_COLUMNS].flatMap((name): readonly (readonly [string, string])[] => {
    const column = given[name] ?? name;
    if (csv.header.includes(column)) return [[name, column]];
    if (given[name] === undefined && TABLE_COLUMNS.includes(name)) return [];
    throw userError(`there is no column "${column}"${didYouMean(column, csv.header)}`, {
      file: csv.file,
      line: 1,
      mend: `Say under table: {columns: {${name}: ..}} what it is called.`,
    });
  });
  return Object.fromEntries(names);
}

/** Undefined where all lines are of the instance. */
function instanceLines(instance: string, csv: Csv, column: string | undefined): Int32Array | undefined {
  if (column === undefined) return undefined;
  const found: number[] = [];
  csv.texts(column).forEach((name, line) => {
    if (name === instance) found.push(line);
  });
  if (found.length === 0) throw userError(`no line has the ${column} ${instance}`, { file: csv.file });
  return Int32Array.from(found);
}
