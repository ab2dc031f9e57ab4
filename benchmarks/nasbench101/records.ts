import { infrastructureError, messageOf } from '../../src/core/errors.js';
import { compileSchema } from '../../src/core/schema.js';
import { readProtobuf } from '../../src/data/protobuf.js';
import { readTfRecords } from '../../src/data/tfrecord.js';

/** One training of a cell, as a file of NAS-Bench-101 or of EC-NAS has it. */
export interface TrainingRecord {
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
  readonly evaluations: readonly TrainingEvaluation[];
}

/** What was measured on the way. Numbers that a file does not have are NaN: NAS-Bench-101 knows no energy. */
export type TrainingEvaluation = Readonly<Record<keyof typeof FIELDS, number>>;

/** Fields of `EvaluationData`. NAS-Bench-101 has the path of a checkpoint, a text, where EC-NAS has the energy. */
const FIELDS = {
  current_epoch: 1,
  /** Seconds from the start. */
  training_time: 2,
  train_accuracy: 3,
  validation_accuracy: 4,
  test_accuracy: 5,
  /** kWh from the start. */
  energy: 6,
  /** Grams from the start. */
  co2eq: 7,
};

/** Fields of `ModelMetrics`. */
const EVALUATION = 1;
const PARAMETERS = 2;

/**
 * The trainings of a file in its order, which is that of the repeats of a cell. The formats of `nasbench_full.tfrecord`, of
 * `nasbench_only108.tfrecord` and of EC-NAS's files are the same: EC-NAS added fields to the message.
 * Source: `NASBench.__init__` of google-research/nasbench, `model_metrics.proto` of both.
 * @throws SuiteError infrastructure with the file and the number of a record that is none
 */
export async function* readTrainings(file: string): AsyncGenerator<TrainingRecord, void, undefined> {
  let number = 0;
  for await (const bytes of readTfRecords(file)) {
    yield training(bytes, (message) => infrastructureError(`record ${number}: ${message}`, { file }));
    number++;
  }
}

type Row = readonly [hash: string, budget: number, adjacency: string, operations: string, metrics: string];

const ROW_SCHEMA = compileSchema({
  type: 'array',
  minItems: 5,
  maxItems: 5,
  prefixItems: [{ type: 'string' }, { type: 'integer' }, { type: 'string' }, { type: 'string' }, { type: 'string' }],
});

function training(bytes: Buffer, mistake: (message: string) => Error): TrainingRecord {
  try {
    const row: unknown = JSON.parse(bytes.toString('utf8'));
    const [wrong] = ROW_SCHEMA.check(row);
    if (wrong !== undefined) throw new RangeError(wrong.message);
    const [hash, budget, adjacency, operations, metrics] = row as Row;
    return { hash, budget, adjacency, operations, ...measured(Buffer.from(metrics, 'base64')) };
  } catch (error) {
    throw mistake(messageOf(error));
  }
}

function measured(message: Buffer): Pick<TrainingRecord, 'parameters' | 'evaluations'> {
  const fields = readProtobuf(message);
  const evaluations = fields.flatMap(({ number, value }) =>
    number === EVALUATION && Buffer.isBuffer(value) ? [evaluation(value)] : [],
  );
  return { parameters: Number(fields.find(({ number }) => number === PARAMETERS)?.value ?? NaN), evaluations };
}

function evaluation(message: Buffer): TrainingEvaluation {
  const values = new Map(readProtobuf(message).map(({ number, value }) => [number, value]));
  const numberAt = (field: number): number => {
    const value = values.get(field);
    return typeof value === 'number' ? value : NaN;
  };
  return Object.fromEntries(
    Object.entries(FIELDS).map(([name, field]) => [name, numberAt(field)]),
  ) as unknown as TrainingEvaluation;
}
