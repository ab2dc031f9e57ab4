import { type FileHandle, open } from 'node:fs/promises';
import { messageOf } from '../core/errors.js';
import type { Attempt } from './download-attempt.js';
import type { DownloadOptions } from './download.js';
import { explainSilence } from './explain-silence.js';
import type { Answer } from './range-answer.js';
import { discardPart, writeResumeNote } from './resume-note.js';
import type { Stall } from './stall.js';

type Bytes = Extract<Answer, { kind: 'bytes' }>;

export interface ReceiveOptions extends DownloadOptions {
  readonly url: string;
  /** The address is of a gzip file. */
  readonly compressed: boolean;
  readonly stall: Stall;
}

/** Puts the bytes of an answer into the partial file, behind what is there or instead of it. */
export async function receive(response: Response, answer: Bytes, options: ReceiveOptions): Promise<Attempt> {
  const { part, url, limit } = options;
  const { from, total, validator, encoded } = answer;
  if (total !== undefined && total > limit) {
    await response.body?.cancel();
    return tooLong(total);
  }
  if (from === 0) {
    await discardPart(part);
    const note = { url, ...(validator !== undefined && { validator }), ...(total !== undefined && { total }) };
    await writeResumeNote(part, note);
  }
  const handle = await open(part, 'a+');
  try {
    const stopped = await append(handle, response, answer, options);
    if (stopped !== undefined) return stopped;
    const compressed = options.compressed && (!encoded || (await startsAsGzip(handle)));
    return { kind: 'raw', raw: { path: part, compressed }, doubtful: from > 0 || total === undefined };
  } finally {
    await handle.close();
  }
}

/** Returns what stopped it before the end. */
async function append(
  handle: FileHandle,
  { body }: Response,
  { from, total }: Bytes,
  { limit, signal, stall, onBytes }: ReceiveOptions,
): Promise<Attempt | undefined> {
  let bytes = from;
  const broken = (why: string): Attempt => {
    const progress = total === undefined ? `${bytes}` : `${bytes} of ${total}`;
    return { kind: 'broken', why: `broke off after ${progress} bytes: ${why}`, gained: bytes - from };
  };
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  // Once it has answered, fetch may forget its signal (with the garbage), and a read would wait for ever.
  const leave = (): void => void reader.cancel().catch(explainSilence);
  stall.signal.addEventListener('abort', leave);
  try {
    for (;;) {
      const step = await reader.read().catch(explainSilence);
      signal?.throwIfAborted();
      if (stall.signal.aborted) return broken(messageOf(stall.signal.reason));
      if (typeof step === 'string') return broken(step);
      if (step.done) return total !== undefined && bytes < total ? broken('the connection ended') : undefined;
      stall.refresh();
      bytes += step.value.byteLength;
      if (bytes > limit) return tooLong(bytes);
      await handle.appendFile(step.value);
      onBytes(bytes, total);
    }
  } finally {
    stall.signal.removeEventListener('abort', leave);
    // What is not read any more is not sent any more; after an error there is nothing to cancel.
    await reader.cancel().catch(explainSilence);
  }
}

function tooLong(bytes: number): Attempt {
  const message = `is another file: it has ${bytes} bytes or more`;
  return { kind: 'faulty', fault: { kind: 'different', message } };
}

/** A server may decompress on the way what lies there as gzip, or compress it once more. */
async function startsAsGzip(handle: FileHandle): Promise<boolean> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  return bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b;
}
