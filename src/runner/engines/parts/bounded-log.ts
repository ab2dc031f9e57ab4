import { appendFileSync, statSync } from 'node:fs';

/** What a guest prints: the first part of it in a file, the end of it in memory. A guest may print without end. */
export interface BoundedLog {
  readonly write: (chunk: Buffer) => void;
  /** The last lines. */
  readonly tail: () => string;
}

const FILE_BYTES = 1024 * 1024;
const TAIL_BYTES = 4096;
const TAIL_LINES = 12;

/** @param file absent: only the end is kept. A file that is there goes on, within the same bound for all that write to it. */
export function boundedLog(file?: string): BoundedLog {
  let room = file === undefined ? 0 : FILE_BYTES - sizeOf(file);
  let pieces: Buffer[] = [];
  let held = 0;
  const keep = (chunk: Buffer): void => {
    // A copy of no more than the end: a piece of a large buffer would hold all of it.
    pieces.push(Buffer.from(chunk.subarray(-TAIL_BYTES)));
    held += Math.min(chunk.length, TAIL_BYTES);
    if (held <= 2 * TAIL_BYTES) return;
    pieces = [Buffer.concat(pieces).subarray(-TAIL_BYTES)];
    held = TAIL_BYTES;
  };
  const store = (to: string, chunk: Buffer): void => {
    const rest = chunk.length < room ? '' : '\n[more was printed, and not kept]\n';
    try {
      appendFileSync(to, Buffer.concat([chunk.subarray(0, room), Buffer.from(rest)]));
      room -= chunk.length;
    } catch {
      // A log that cannot be written must not stop a study.
      room = 0;
    }
  };
  return {
    write: (chunk) => {
      keep(chunk);
      if (file !== undefined && room > 0) store(file, chunk);
    },
    tail: () => {
      const text = Buffer.concat(pieces).subarray(-TAIL_BYTES).toString();
      return text.trim().split('\n').slice(-TAIL_LINES).join('\n');
    },
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
