import { chmod, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { awaitLock } from './await-lock.js';
import { faultText, inWords } from './data-errors.js';
import type { DataFile } from './data-file.js';
import type { EnsureOptions } from './ensure.js';
import { inspect } from './inspect.js';
import { obtain } from './obtain.js';
import { placesOf, type Places } from './places.js';
import { setAside } from './set-aside.js';

/** Where a file lies now. */
export interface EnsuredFile {
  readonly file: DataFile;
  readonly path: string;
  /** `cache`, or the path or address that it was brought from. */
  readonly from: string;
}

export interface EnsureContext extends Required<Omit<EnsureOptions, 'signal'>> {
  readonly signal: AbortSignal | undefined;
}

/** Makes sure of one file. What is in the cache needs no lock, so a cache may be read-only. */
export async function ensureFile(file: DataFile, context: EnsureContext): Promise<EnsuredFile> {
  const { cache, signal, onNotice, onProgress } = context;
  const places = placesOf(file, cache);
  const there = (from: string): EnsuredFile => {
    onProgress({ file, state: 'there', from, bytes: file.size, total: file.size });
    return { file, path: places.target, from };
  };
  signal?.throwIfAborted();
  const { state } = await inspect(file, cache, signal);
  if (state === 'intact') return there('cache');
  await makeFolder(places.folder);
  const release = await awaitLock(places.lock, {
    signal,
    onWait: (owner, lock) => onNotice(`waiting for process ${owner}, which fetches ${inWords(file)} (${lock})`),
  });
  try {
    return there(await bring(file, places, context));
  } finally {
    release();
  }
}

/** A container reads the family's folder as nobody, whatever the user's umask says. */
async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  if (made !== undefined && made !== folder) await chmod(dirname(folder), 0o755);
}

/** To be called with the lock. Returns where it came from. */
async function bring(file: DataFile, places: Places, context: EnsureContext): Promise<string> {
  const { cache, signal, onNotice, onProgress } = context;
  const found = await inspect(file, cache, signal);
  // Whoever had the lock has brought it.
  if (found.state === 'intact') return 'cache';
  if (found.state === 'damaged') {
    const name = await setAside(places.target);
    onNotice(`${inWords(file)} in the cache ${faultText(file, found.fault)}; it is ${name} now, and is fetched again`);
  }
  const { place } = await obtain(file, {
    ...places,
    ...context,
    onBytes: ({ place: from }, bytes, total) =>
      onProgress({ file, state: 'fetching', from, bytes, ...(total !== undefined && { total }) }),
  });
  return place;
}
