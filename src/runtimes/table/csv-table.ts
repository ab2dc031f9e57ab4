import type { FidelityParameter } from '../../fidelity/space.js';
import { csvConfigurations } from './csv-configurations.js';
import { csvRows, type CsvRows } from './csv-rows.js';
import { declaredLevels } from './declared-levels.js';
import type { Table, TableReader } from './reader.js';

/** Rows in a CSV with a line a cell: its columns are named as in the manifest, or as `table.columns` says. */
const csvTable: TableReader = {
  read: (source) => {
    const { descriptor, space } = source;
    const lines = csvRows(source);
    const { rows, rowOf, codes } = csvConfigurations(lines, space, descriptor.table?.find ?? 'exact');
    const levels = descriptor.fidelities.map(declaredLevels);
    const place = descriptor.fidelities.reduce((places, axis) => withLevels(places, axis, lines), rowOf);
    const { count: replicates, of } = replicatesOf(lines);
    const combinations = levels.reduce((product, { length }) => product * length, 1);
    const target = createTarget(
      place.map((at, line) => at * replicates + (of?.[line] ?? 0)),
      rows * combinations * replicates,
    );
    const columns = Object.keys(descriptor.metrics).map((name) => [name, target.fill(lines.numbers(name))] as const);
    return {
      rows,
      levels,
      replicates,
      columns: Object.fromEntries(columns),
      ...(lines.has('cost') && { cost: target.fill(lines.numbers('cost')) }),
      ...(lines.has('failed') && {
        failed: Uint8Array.from(target.fill(failures(lines)), (value) => (value === 1 ? 1 : 0)),
      }),
      ...(codes !== undefined && { codes }),
      duplicates: target.duplicates,
    } satisfies Table;
  },
};
export default csvTable;

/** The place of each line one fidelity further on. */
function withLevels(places: Int32Array, axis: FidelityParameter, lines: CsvRows): Int32Array {
  const { name } = axis;
  const levels = declaredLevels(axis);
  const index = new Map(levels.map((level, at) => [level, at]));
  const values = lines.numbers(name);
  return places.map((place, line) => {
    const at = index.get(values[line] as number);
    if (at === undefined) throw lines.mistake(line, name, `${values[line]} is no level of ${name}`);
    return place * levels.length + at;
  });
}

/** Replicates are numbered in the order of their names. */
function replicatesOf(lines: CsvRows): { readonly count: number; readonly of?: Int32Array } {
  if (!lines.has('replicate')) return { count: 1 };
  const values = lines.numbers('replicate');
  const ranks = new Map([...new Set(values)].sort((a, b) => a - b).map((value, rank) => [value, rank]));
  return { count: ranks.size, of: Int32Array.from(values, (value) => ranks.get(value) as number) };
}

interface Target {
  /** A column of cells, NaN where there is no line. */
  fill(values: Float64Array): Float64Array;
  readonly duplicates: number;
}

/** Of several lines of one cell the first counts. */
function createTarget(cellOf: Int32Array, cells: number): Target {
  const lineOf = new Int32Array(cells).fill(-1);
  let duplicates = 0;
  cellOf.forEach((cell, line) => {
    if (lineOf[cell] === -1) lineOf[cell] = line;
    else duplicates++;
  });
  return {
    fill: (values) => Float64Array.from(lineOf, (line) => (line < 0 ? NaN : (values[line] as number))),
    duplicates,
  };
}

function failures(lines: CsvRows): Float64Array {
  return Float64Array.from(lines.texts('failed'), (text, line) => {
    if (/^(?:1|true|yes)$/i.test(text)) return 1;
    if (/^(?:0|false|no)?$/i.test(text)) return 0;
    throw lines.mistake(line, 'failed', `"${text}" is neither true nor false`);
  });
}
