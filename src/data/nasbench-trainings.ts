import { infrastructureError, messageOf } from '../core/errors.js';
import { compileSchema } from '../core/schema.js';
import { readProtobuf } from './protobuf.js';
import { readTfRecords } from './tfrecord.js';

/**
 * The trainings of a file in its order, which is that of the repeats of a cell. The formats of `nasbench_full.tfrecord`, of
 * `nasbench_only108.tfrecord` and of EC-NAS's files are the same: EC-NAS added fields to the message.
 * Source: `NASBench.__init__` of google-research/nasbench, `model_metrics.proto` of both.
 * @throws SuiteError infrastructure with the file and the number of a record that is none
 */
export async function* readNasbenchTrainings(file: string): AsyncGenerator<NasbenchTraining, void, undefined> {
  let number = 0;
  for await (const bytes of readTfRecords(file)) {
    yield training(bytes, (message) => infrastructureError(`record ${number}: ${message}`, { file }));
    number++;
  }
}

/** One training of a cell, as a file of NAS-Bench-101 or of EC-NAS has it. */
export interface NasbenchTraining {
  /** Of the pruned cell. */
  readonly hash: string;
  /** Epochs that it was trained for. */
  readonly budget: number;
  /** The matrix of the pruned cell, row by row, 0 or 1. */
  readonly adjacency: string;
  /** By vertex, with commas between them. */
  readonly operations: string;
  readonly parameters: number;
  /** In order: at the start, in between, at the end. */
  readonly evaluations: readonly NasbenchEvaluation[];
}

/** What was measured on the way. Numbers that a file does not have are NaN: NAS-Bench-101 knows no energy. */
export type NasbenchEvaluation = Readonly<Record<(typeof FIELDS)[number], number>>;

/**
 * Fields of `EvaluationData`, the first of number 1. Times (seconds), energy (kWh) and CO2 (grams) are from the start. NAS-Bench-101 has the
 * path of a checkpoint, a text, where EC-NAS has the energy.
 */
const FIELDS = [
  'current_epoch',
  'training_time',
  'train_accuracy',
  'validation_accuracy',
  'test_accuracy',
  'energy',
  'co2eq',
] as const;

/** Fields of `ModelMetrics`. */
const EVALUATION = 1;
const PARAMETERS = 2;

type Row = readonly [hash: string, budget: number, adjacency: string, operations: string, metrics: string];

const ROW_SCHEMA = compileSchema({
  type: 'array',
  minItems: 5,
  maxItems: 5,
  prefixItems: [{ type: 'string' }, { type: 'integer' }, { type: 'string' }, { type: 'string' }, { type: 'string' }],
});

function training(bytes: Buffer, mistake: (message: string) => Error): NasbenchTraining {
  try {
    const row: unknown = JSON.parse(bytes.toString('utf8'));
    if (!ROW_SCHEMA.accepts(row)) throw new RangeError(ROW_SCHEMA.check(row)[0]?.message);
    const [hash, budget, adjacency, operations, metrics] = row as Row;
    return { hash, budget, adjacency, operations, ...measured(Buffer.from(metrics, 'base64')) };
  } catch (error) {
    throw mistake(messageOf(error));
  }
}

function measured(message: Buffer): Pick<NasbenchTraining, 'parameters' | 'evaluations'> {
  const evaluations: NasbenchEvaluation[] = [];
  let parameters = NaN;
  readProtobuf(message, (field, value) => {
    if (field === EVALUATION && typeof value !== 'number') evaluations.push(evaluation(value));
    if (field === PARAMETERS && typeof value === 'number') parameters = value;
  });
  return { parameters, evaluations };
}

function evaluation(message: Buffer): NasbenchEvaluation {
  const values: Record<(typeof FIELDS)[number], number> = {
    current_epoch: NaN,
    training_time: NaN,
    train_accuracy: NaN,
    validation_accuracy: NaN,
    test_accuracy: NaN,
    energy: NaN,
    co2eq: NaN,
  };
  readProtobuf(message, (field, value) => {
    const name = FIELDS[field - 1];
    if (name !== undefined && typeof value === 'number') values[name] = value;
  });
  return values;
}
