import { createWriteStream } from 'node:fs';
import { Writable } from 'node:stream';

/** What a guest prints: the first part of it in a file, the end of it in memory. A guest may print without end. */
export interface BoundedLog {
  readonly stream: Writable;
  /** The last lines. */
  tail(): string;
}

const FILE_BYTES = 1024 * 1024;
const TAIL_BYTES = 4096;

/** @param file absent: only the end is kept */
export function boundedLog(file?: string): BoundedLog {
  const out = file === undefined ? undefined : createWriteStream(file, { flags: 'a' });
  let room = FILE_BYTES;
  let tail = Buffer.alloc(0);
  // A log that cannot be written must not stop a study.
  out?.on('error', () => (room = 0));
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      tail = Buffer.concat([tail, chunk]).subarray(-TAIL_BYTES);
      if (room > 0) out?.write(chunk.subarray(0, room));
      room -= chunk.length;
      if (room <= 0 && room + chunk.length > 0) out?.write('\n[more was printed, and not kept]\n');
      done();
    },
    final(done) {
      out?.end();
      done();
    },
  });
  return { stream, tail: () => tail.toString().trim().split('\n').slice(-12).join('\n') };
}
