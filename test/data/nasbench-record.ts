import { framedRecord } from './framed-record.js';

/** What is known of a training of NAS-Bench-101. */
export interface KnownTraining {
  readonly hash: string;
  readonly budget: number;
  readonly adjacency: string;
  readonly operations: string;
  readonly parameters: number;
  /** Epoch, seconds, and the accuracies in training, validation and test. */
  readonly evaluations: readonly (readonly [number, number, number, number, number])[];
}

/** As `nasbench_full.tfrecord` has it: the sixth field of an evaluation is the path of a checkpoint, and there is no energy. */
export function nasbenchRecord({
  hash,
  budget,
  adjacency,
  operations,
  parameters,
  evaluations,
}: KnownTraining): Buffer {
  const parts = evaluations.map((values) =>
    message(
      1,
      Buffer.concat([...values.map((value, index) => double(index + 1, value)), message(6, Buffer.from('/ckpt'))]),
    ),
  );
  const metrics = Buffer.concat([...parts, Buffer.from([2 << 3]), varint(parameters), double(3, 5000)]);
  const row = [hash, budget, adjacency, operations, metrics.toString('base64')];
  return framedRecord(Buffer.from(JSON.stringify(row)));
}

function double(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(9, (field << 3) | 1);
  bytes.writeDoubleLE(value, 1);
  return bytes;
}

function message(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(field << 3) | 2, bytes.length]), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, value >>> (7 * bytes.length)]);
}
