import { plainText } from '../core/plain-text.js';

/** Longest line that a guest takes, in bytes without its newline. */
export const LINE_LIMIT: number = 16 * 1024 * 1024;

/** A line went over the limit; nothing more of the stream is of use. */
export class LineTooLong extends Error {
  constructor(limit: number, beginning: string) {
    super(`a line of more than ${limit} bytes: ${beginning}`);
    this.name = 'LineTooLong';
  }
}

export interface LineSplitter {
  /**
   * Hands on every line that the chunk completes; the chunk may be overwritten afterwards.
   * @throws LineTooLong as soon as an unfinished line is over the limit, so that no more than the limit is ever held.
   */
  push(chunk: Buffer): void;
  /** The beginning of what came after the last newline. */
  rest(): string;
}

/**
 * Splits a byte stream at its newlines. A newline byte is never a part of another UTF-8 character, so bytes are cut first
 * and decoded afterwards, all complete lines of a chunk at once.
 */
export function createLineSplitter(onLine: (line: string) => void, limit: number = LINE_LIMIT): LineSplitter {
  let held: Buffer[] = [];
  let heldBytes = 0;

  const hold = (bytes: Buffer): void => {
    if (bytes.length === 0) return;
    if (heldBytes + bytes.length > limit) throw new LineTooLong(limit, beginning([...held, bytes]));
    held.push(Buffer.from(bytes));
    heldBytes += bytes.length;
  };
  const take = (bytes: Buffer): string => {
    if (heldBytes === 0) return bytes.toString('utf8');
    const whole = Buffer.concat([...held, bytes], heldBytes + bytes.length);
    held = [];
    heldBytes = 0;
    return whole.toString('utf8');
  };
  /** One by one, for chunks that are large enough to hide a line that is too long. */
  const pushCarefully = (chunk: Buffer): void => {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const line = chunk.subarray(start, end);
      if (heldBytes + line.length > limit) throw new LineTooLong(limit, beginning([...held, line]));
      start = end + 1;
      onLine(take(line));
    }
    hold(chunk.subarray(start));
  };

  return {
    push(chunk) {
      const last = chunk.lastIndexOf(10);
      if (last < 0) {
        hold(chunk);
        return;
      }
      if (heldBytes + last > limit) {
        pushCarefully(chunk);
        return;
      }
      const lines = take(chunk.subarray(0, last));
      hold(chunk.subarray(last + 1));
      eachLine(lines, onLine);
    },
    rest: () => beginning(held),
  };
}

function eachLine(lines: string, onLine: (line: string) => void): void {
  let start = 0;
  for (let end = lines.indexOf('\n'); end >= 0; end = lines.indexOf('\n', start)) {
    onLine(lines.slice(start, end));
    start = end + 1;
  }
  onLine(start === 0 ? lines : lines.slice(start));
}

function beginning(parts: readonly Buffer[]): string {
  const few = parts.map((part) => part.subarray(0, 320));
  return excerpt(Buffer.concat(few).toString('utf8'));
}

/** The first 80 characters, for messages. */
export function excerpt(text: string): string {
  return plainText(text, 80);
}
