import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { DataFile } from './data-file.js';

/** Bytes that are here and may be the file. */
export interface Raw {
  readonly path: string;
  /** They are gzip of it. */
  readonly compressed: boolean;
}

/** Why bytes are not the declared file: cut off, no gzip although they should be, or another file. */
export interface Fault {
  readonly kind: 'truncated' | 'corrupt' | 'different';
  /** What there is instead: `ends too early: it has 5 bytes of sha256 ...`. */
  readonly message: string;
}

export interface InstallOptions {
  /** A name that nobody else uses, in the same file system as `target`. */
  readonly draft: string;
  readonly target: string;
  readonly signal?: AbortSignal | undefined;
}

type Declared = Pick<DataFile, 'sha256' | 'size'>;

/**
 * Decompresses, sums and counts bytes on their way into a draft, and gives the draft its name when it is the declared file:
 * under that name there is never half a file, nor another one, not even after a loss of power.
 * @returns why it is not the file; then nothing is left of it
 */
export async function installFile(raw: Raw, file: Declared, options: InstallOptions): Promise<Fault | undefined> {
  const { draft, target } = options;
  await Promise.all([mkdir(dirname(draft), { recursive: true }), mkdir(dirname(target), { recursive: true })]);
  // That of a process that was killed may not be written to.
  await rm(draft, { force: true });
  try {
    const fault = await copy(raw, file, options);
    if (fault !== undefined) return fault;
    // What others rely on is not written to by mistake.
    await chmod(draft, 0o444);
    await rename(draft, target);
    await flushFolder(dirname(target));
    return undefined;
  } finally {
    await rm(draft, { force: true });
  }
}

async function copy(
  { path, compressed }: Raw,
  file: Declared,
  { draft, signal }: InstallOptions,
): Promise<Fault | undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.byteLength;
      hash.update(chunk);
      // The sum of what is too long is worth knowing, its end is not worth keeping.
      if (bytes <= file.size) done(undefined, chunk);
      else done();
    },
  });
  const steps = [...(compressed ? [createGunzip()] : []), meter];
  try {
    const streams = [createReadStream(path), ...steps, createWriteStream(draft, { flush: true })];
    await pipeline(streams, signal === undefined ? {} : { signal });
  } catch (error) {
    const fault = gzipFault(error);
    if (fault === undefined) throw error;
    return fault;
  }
  return judge(file, bytes, hash.digest('hex'));
}

/** What zlib has to say about a file that is cut off, and about one that is damaged. */
function gzipFault(error: unknown): Fault | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR') return { kind: 'truncated', message: 'ends too early: its gzip stream is cut off' };
  return code?.startsWith('Z_') === true ? { kind: 'corrupt', message: `is damaged gzip: ${message}` } : undefined;
}

/** Whether so many bytes with this sum are the declared file. */
export function judge({ sha256, size }: Declared, bytes: number, sum: string): Fault | undefined {
  if (bytes === size && sum === sha256) return undefined;
  const message = `has ${bytes} bytes of sha256 ${sum}`;
  return bytes < size
    ? { kind: 'truncated', message: `ends too early: it ${message}` }
    : { kind: 'different', message: `is another file: it ${message}` };
}

async function flushFolder(folder: string): Promise<void> {
  // A folder cannot be opened on Windows.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
