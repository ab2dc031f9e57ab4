import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { cachedPath } from './cache.js';
import type { DataFile } from './data-file.js';
import { openMirror } from './mirror.js';

/**
 * Where a file would come from: it is in the cache, in the mirror, upstream (nobody is asked), or nowhere, since upstream has
 * it in another format only. `damaged`: what the cache has is of another size.
 */
export type FileState = 'cached' | 'damaged' | 'mirror' | 'upstream' | 'missing';

/** Milliseconds that a mirror has to say whether it has a file. */
const ANSWER_MS = 10_000;

/** A look, not a check: nothing is summed, and nothing is written. @throws SuiteError of code 'user' for an illegal mirror. */
export async function fileState(file: DataFile, cache: string, mirror: string): Promise<FileState> {
  const found = await stat(cachedPath(file, cache)).catch(() => undefined);
  if (found !== undefined) return found.size === file.size ? 'cached' : 'damaged';
  if (await isInMirror(file, mirror)) return 'mirror';
  return file.conversion === undefined ? 'upstream' : 'missing';
}

async function isInMirror(file: DataFile, name: string): Promise<boolean> {
  const mirror = openMirror(name);
  if (mirror === undefined) return false;
  const place = mirror.place(file);
  if (mirror.kind === 'folder') return existsSync(place);
  const question = { method: 'HEAD', signal: AbortSignal.timeout(ANSWER_MS) };
  return await fetch(place, question).then(
    ({ ok }) => ok,
    () => false,
  );
}
