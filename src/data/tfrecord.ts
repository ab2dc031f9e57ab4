import { createReadStream } from 'node:fs';
import { infrastructureError, type SuiteError } from '../core/errors.js';
import { crc32c } from './crc32c.js';

/** Bytes read from the disk at a time. */
const CHUNK = 1 << 20;
/** Length (8), its sum (4); the record; its sum (4). */
const HEAD = 12;
const TAIL = 4;

/**
 * The records of a TFRecord file, in order, in memory one chunk at a time. Every record is checked by its sum.
 * Source: https://www.tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format details".
 * @throws SuiteError infrastructure with file and position, when a sum does not fit or the file ends inside a record
 */
export async function* readTfRecords(file: string): AsyncGenerator<Buffer, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  let position = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
    rest = rest.byteLength === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (;;) {
      const length = lengthAt(rest, start, () => damaged(file, position + start, 'the length of a record'));
      if (length === undefined || start + HEAD + length + TAIL > rest.byteLength) break;
      const record = rest.subarray(start + HEAD, start + HEAD + length);
      if (rest.readUInt32LE(start + HEAD + length) !== masked(record))
        throw damaged(file, position + start, 'a record');
      yield record;
      start += HEAD + length + TAIL;
    }
    rest = rest.subarray(start);
    position += start;
  }
  if (rest.byteLength > 0) {
    throw infrastructureError(`the file ends inside the record that begins at byte ${position}`, { file });
  }
}

/** Undefined when not all of it is here yet. */
function lengthAt(bytes: Buffer, start: number, wrong: () => SuiteError): number | undefined {
  if (start + HEAD > bytes.byteLength) return undefined;
  if (bytes.readUInt32LE(start + 8) !== masked(bytes.subarray(start, start + 8))) throw wrong();
  return Number(bytes.readBigUInt64LE(start));
}

/** A sum of bytes that hold sums of their own would be weak, so it is turned and shifted. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

function damaged(file: string, at: number, what: string): SuiteError {
  return infrastructureError(`${what} is damaged: its sum does not fit (the record begins at byte ${at})`, { file });
}
