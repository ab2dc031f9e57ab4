import { userError } from '../../src/core/errors.js';
import { cellHash } from '../../src/nas/cell-hash.js';
import { countEdges } from '../../src/nas/cell.js';
import { decodeCell, type CellEncoding } from '../../src/nas/decode-cell.js';
import { pruneCell } from '../../src/nas/prune-cell.js';
import { EvaluationError } from '../../src/protocol/benchmark.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import type { FindRow } from '../../src/runtimes/table/grid-row.js';
import type { Table, TableReader } from '../../src/runtimes/table/reader.js';
import { readTrainings, type TrainingRecord } from './records.js';

/** Of an instance, in the manifest. */
interface Settings {
  readonly encoding: CellEncoding;
  /** Of a cell before it is pruned. */
  readonly vertices: number;
  /** Trainings of a cell at each budget. */
  readonly repeats: number;
  /** What all were trained for, where there is no fidelity. */
  readonly budget?: number;
}

/** The most that a cell may have. */
const EDGES = 9;

/** NAS-Bench-101 or EC-NAS: a row a cell, found by the hash of what a configuration stands for. */
const nasbench101: TableReader = {
  read: async ({ descriptor, data }) => {
    const file = data['trainings'] as string;
    const settings = descriptor.settings as unknown as Settings;
    const { fidelities, metrics } = descriptor;
    const levels = fidelities.map((fidelity) => fidelity.levels ?? []);
    const cells = createCells(levels[0] ?? [settings.budget as number], settings.repeats, Object.keys(metrics));
    for await (const training of readTrainings(file)) cells.enter(training, file);
    return { ...cells.table(), levels, find: finder(settings, descriptor, cells.rowOf) };
  },
};
export default nasbench101;

interface Cells {
  /** @throws SuiteError of code 'user' for a training that the manifest knows nothing of */
  enter(training: TrainingRecord, file: string): void;
  readonly rowOf: ReadonlyMap<string, number>;
  table(): Pick<Table, 'rows' | 'replicates' | 'columns' | 'cost'>;
}

function createCells(budgets: readonly number[], repeats: number, metrics: readonly string[]): Cells {
  const rowOf = new Map<string, number>();
  const columns = new Map(['training_time', ...metrics].map((name): [string, number[]] => [name, []]));
  /** Trainings that were entered, by row and level. */
  const entered: number[] = [];
  const rowFor = (hash: string): number => {
    const known = rowOf.get(hash);
    if (known !== undefined) return known;
    const row = rowOf.size;
    rowOf.set(hash, row);
    for (let level = 0; level < budgets.length; level++) {
      entered.push(0);
      for (const values of columns.values()) for (let repeat = 0; repeat < repeats; repeat++) values.push(NaN);
    }
    return row;
  };
  return {
    rowOf,
    enter: (training, file) => {
      const level = budgets.indexOf(training.budget);
      if (level < 0) throw unexpected(training, file, `the manifest has no budget of ${training.budget} epochs`);
      const place = rowFor(training.hash) * budgets.length + level;
      const repeat = entered[place] as number;
      if (repeat === repeats)
        throw unexpected(training, file, `more than ${repeats} trainings of ${training.budget} epochs`);
      entered[place] = repeat + 1;
      for (const [name, values] of columns) values[place * repeats + repeat] = valueOf(training, name);
    },
    table: () => {
      const { training_time: cost, ...own } = Object.fromEntries(
        Array.from(columns, ([name, values]) => [name, Float64Array.from(values)]),
      );
      return { rows: rowOf.size, replicates: repeats, columns: own, cost: cost as Float64Array };
    },
  };
}

function unexpected({ hash }: TrainingRecord, file: string, message: string): Error {
  return userError(`cell ${hash}: ${message}`, {
    file,
    mend: 'Write what the file has under fidelities and settings.',
  });
}

/** Of the evaluation at the end; earlier ones of EC-NAS's files of GPUs only repeat its accuracies. */
function valueOf({ parameters, evaluations }: TrainingRecord, metric: string): number {
  if (metric === 'trainable_parameters') return parameters;
  const last: Readonly<Record<string, number>> | undefined = evaluations.at(-1);
  return last?.[metric] ?? NaN;
}

/**
 * A configuration that is no cell fails, as in HPOBench: too many edges, counted before it is pruned, or no path.
 * Deviates: there it costs no time at all; here it costs `costFloor`, so that a budget of time ends.
 */
function finder(
  { encoding, vertices }: Settings,
  { costFloor }: Descriptor,
  rowOf: ReadonlyMap<string, number>,
): FindRow {
  const invalid = (message: string): EvaluationError => new EvaluationError('objective-failed', message, costFloor);
  return (configuration) => {
    const cell = decodeCell(encoding, vertices, configuration);
    const edges = countEdges(cell);
    if (edges > EDGES) throw invalid(`no valid cell: it has ${edges} edges, and ${EDGES} are allowed`);
    const pruned = pruneCell(cell);
    if (pruned === undefined) throw invalid('no valid cell: no path leads from the input to the output');
    return rowOf.get(cellHash(pruned)) ?? -1;
  };
}
