import { join } from 'node:path';
import type { Csv } from '../../src/data/csv.js';
import type { TableReader, TableSource } from '../../src/runtimes/table/reader.js';

/** 5 operations on each of 6 edges. */
const CELLS = 5 ** 6;
const LEVELS = [12, 200];
const RUNS = 3;

/** Of an instance, in the manifest. */
interface Settings {
  /** How the columns of its data set begin. */
  readonly dataset: string;
  /** Images in an epoch. */
  readonly trainImages: number;
  /** Parameters of a network whose cells have no convolution. */
  readonly baseParameters: number;
}

/** Parameters that a convolution adds, in all cells of the network. */
const CONV_1X1 = 28_000;
const CONV_3X3 = 243_040;

/**
 * NAS-Bench-201, a line a cell. A cell's row is its six operations read as a number of base 5, which is what `find: grid` expects:
 * the digits 0 to 4 are the choices in the manifest's order, and edges stand in the order of the parameters.
 */
const nasbench201: TableReader = {
  read: (source) => {
    const { dataset, trainImages, baseParameters } = source.descriptor.settings as unknown as Settings;
    const runs = source.csv(source.data['runs'] as string);
    const rows = rowsOf(runs);
    const column = (name: string): Float64Array => inRows(runs.numbers(name), rows);
    const odd = oddRuns(source.csv(join(source.folder, 'odd-runs.csv')));
    const perEpoch = column('cifar10_train_time_200_s').map((seconds) => (seconds / 200 / 25_000) * trainImages);
    return {
      rows: CELLS,
      levels: [LEVELS],
      replicates: RUNS,
      columns: {
        'valid-accuracy': validation(column, dataset, odd),
        'test-accuracy': byLevel([column(`${dataset}_test_acc_12`), column(`${dataset}_test_acc_200_mean`)]),
        params: parameters(baseParameters),
        latency: column(`${dataset}_latency_s`),
        ...devices(source, runs, rows),
      },
      cost: byLevel(LEVELS.map((epochs) => perEpoch.map((seconds) => seconds * epochs))),
    };
  },
};
export default nasbench201;

function rowsOf(runs: Csv): Int32Array {
  return Int32Array.from(runs.texts('ops'), (digits) => Number.parseInt(digits, 5));
}

function inRows(values: Float64Array, rows: Int32Array): Float64Array {
  const placed = new Float64Array(CELLS).fill(NaN);
  values.forEach((value, line) => (placed[rows[line] as number] = value));
  return placed;
}

/** One value a row and level. */
function byLevel(columns: readonly Float64Array[]): Float64Array {
  const values = new Float64Array(CELLS * LEVELS.length);
  columns.forEach((column, level) => {
    for (let row = 0; row < CELLS; row++) values[row * LEVELS.length + level] = column[row] as number;
  });
  return values;
}

/** Up to three runs at 200 epochs, but for those of another network; and one number at 12, which answers whichever run was chosen. */
function validation(
  column: (name: string) => Float64Array,
  dataset: string,
  odd: ReadonlyMap<number, readonly number[]>,
): Float64Array {
  const values = new Float64Array(CELLS * LEVELS.length * RUNS).fill(NaN);
  const low = column(`${dataset}_val_acc_12`);
  for (let run = 0; run < RUNS; run++) {
    const high = column(`${dataset}_val_acc_200_r${run}`);
    for (let row = 0; row < CELLS; row++) {
      if (Number.isNaN(high[row]) || odd.get(row)?.includes(run) === true) continue;
      values[row * LEVELS.length * RUNS + run] = low[row] as number;
      values[(row * LEVELS.length + 1) * RUNS + run] = high[row] as number;
    }
  }
  return values;
}

/** Runs by row whose network had other parameters than the cell has: they are trainings of another one (errata.md). */
function oddRuns(csv: Csv): ReadonlyMap<number, readonly number[]> {
  const runs = csv.texts('runs').map((text) => text.split(' ').map(Number));
  return new Map(csv.texts('ops').map((digits, line) => [Number.parseInt(digits, 5), runs[line] ?? []]));
}

/** In millions. What is recorded is a mean over runs of different networks in some cells. */
function parameters(base: number): Float64Array {
  return Float64Array.from({ length: CELLS }, (_, row) => {
    const digits = Array.from(row.toString(5));
    const count = (operation: string): number => digits.filter((digit) => digit === operation).length;
    return (base + CONV_1X1 * count('2') + CONV_3X3 * count('3')) / 1e6;
  });
}

const DEVICE = /^latency_(.+)$/;

/** Latencies on the devices that the instance has metrics for: only those are read. */
function devices({ descriptor, data, csv }: TableSource, runs: Csv, rows: Int32Array): Record<string, Float64Array> {
  const names = Object.keys(descriptor.metrics).flatMap((name) => DEVICE.exec(name)?.[1] ?? []);
  if (names.length === 0) return {};
  const measured = csv(data['devices'] as string);
  const rowOf = new Map(runs.texts('arch_index').map((index, line) => [index, rows[line] as number]));
  const own = Int32Array.from(measured.texts('arch_index'), (index) => rowOf.get(index) ?? -1);
  return Object.fromEntries(names.map((name) => [`latency_${name}`, inRows(measured.numbers(name), own)]));
}
