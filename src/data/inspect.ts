import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { cachedPath } from './cache.js';
import type { DataFile } from './data-file.js';
import { judge, type Fault } from './install.js';

/** What the cache has under a file's name. */
export type Found = { readonly state: 'intact' | 'absent' } | { readonly state: 'damaged'; readonly fault: Fault };

/** Files that this process has summed, by path, size and time of the last change: those are not summed again. */
const summed = new Set<string>();

/** Sums what lies in the cache, so that a study reads what its manifest declares and nothing that became of it since. */
export async function inspect(file: DataFile, cache: string, signal?: AbortSignal): Promise<Found> {
  const path = cachedPath(file, cache);
  const found = await stat(path).catch(absent);
  if (found === undefined) return { state: 'absent' };
  const key = [path, file.sha256, found.ino, found.size, found.mtimeMs, found.ctimeMs].join(' ');
  if (summed.has(key)) return { state: 'intact' };
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, signal === undefined ? {} : { signal });
  const fault = judge(file, found.size, hash.digest('hex'));
  if (fault !== undefined) return { state: 'damaged', fault };
  summed.add(key);
  return { state: 'intact' };
}

function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
