import { userError } from '../../core/errors.js';
import { compileSchema, formatPath } from '../../core/schema.js';
import { readNasbenchTrainings, type NasbenchTraining } from '../../data/nasbench-trainings.js';
import { cellHash } from '../../nas/cell-hash.js';
import { countEdges } from '../../nas/cell.js';
import { decodeCell, type CellEncoding } from '../../nas/decode-cell.js';
import { pruneCell } from '../../nas/prune-cell.js';
import { EvaluationError } from '../../protocol/benchmark.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import type { FindRow } from './grid-row.js';
import type { Table, TableReader } from './reader.js';

/**
 * The trainings of cells, a row a cell, found by the hash of what a configuration stands for (`find: own`). The file is the
 * instance's `trainings`, in the format of NAS-Bench-101 and EC-NAS; a metric is a number of it, at the end of the training.
 */
export const cellTable: TableReader = {
  read: async ({ descriptor, data }) => {
    const file = data['trainings'] as string;
    const settings = settingsOf(descriptor);
    const { fidelities, metrics } = descriptor;
    const levels = fidelities.map((fidelity) => fidelity.levels ?? []);
    const cells = createCells(levels[0] ?? [settings.budget as number], settings.repeats, Object.keys(metrics));
    for await (const training of readNasbenchTrainings(file)) cells.enter(training, file);
    return { ...cells.table(), levels, find: finder(settings, descriptor, cells.rowOf) };
  },
};

/** `settings` of an instance. */
interface Settings {
  readonly encoding: CellEncoding;
  /** Of a cell before it is pruned. */
  readonly vertices: number;
  /** Trainings of a cell at each budget. */
  readonly repeats: number;
  /** What all were trained for, where there is no fidelity. */
  readonly budget?: number;
}

const SETTINGS_SCHEMA = compileSchema({
  type: 'object',
  required: ['encoding', 'vertices', 'repeats'],
  additionalProperties: false,
  properties: {
    encoding: { enum: ['a', 'b', 'c'] },
    vertices: { type: 'integer', minimum: 2, maximum: 7 },
    repeats: { type: 'integer', minimum: 1 },
    budget: { type: 'integer', minimum: 1 },
  },
});

/** @throws SuiteError of code 'user' with the key that is wrong */
function settingsOf({ settings = {}, fidelities }: Descriptor): Settings {
  const [wrong] = SETTINGS_SCHEMA.check(settings);
  const key = formatPath(['settings', ...(wrong?.path ?? [])]);
  if (wrong !== undefined) throw userError(wrong.message, { key });
  if (fidelities.length === 0 && settings['budget'] === undefined) {
    throw userError('there is neither a fidelity nor a budget', {
      key,
      mend: 'Write what all cells were trained for.',
    });
  }
  return settings as unknown as Settings;
}

/** The most that a cell may have. */
const EDGES = 9;

interface Cells {
  /** @throws SuiteError of code 'user' for a training that the manifest knows nothing of */
  enter(training: NasbenchTraining, file: string): void;
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

function unexpected({ hash }: NasbenchTraining, file: string, message: string): Error {
  return userError(`cell ${hash}: ${message}`, {
    file,
    mend: 'Write what the file has under fidelities and settings.',
  });
}

/** Of the evaluation at the end; earlier ones of EC-NAS's files of GPUs only repeat its accuracies. */
function valueOf({ parameters, evaluations }: NasbenchTraining, metric: string): number {
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
