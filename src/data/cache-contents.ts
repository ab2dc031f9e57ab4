import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { workFolder } from './places.js';

/** One file of the cache, or a link. */
export interface CacheEntry {
  readonly family: string;
  readonly path: string;
  readonly bytes: number;
  /** `data`: named as we name files, whole or set aside; `partial`: in the making; `other`: somebody else's. */
  readonly kind: 'data' | 'partial' | 'other';
}

/** The name that a file of data has in the cache, also when it is set aside. */
const OURS = /^[0-9a-f]{16}-/;

/** All that lies in the cache; nothing where there is none. Links are not followed. */
export async function cacheContents(cache: string): Promise<readonly CacheEntry[]> {
  const families = (await entriesOf(cache)).filter((entry) => entry.isDirectory());
  return (await Promise.all(families.map(({ name }) => familyContents(name, cache)))).flat();
}

async function familyContents(family: string, cache: string): Promise<readonly CacheEntry[]> {
  const folder = join(cache, family);
  const work = workFolder(folder);
  const [files, partial] = await Promise.all([entriesOf(folder), entriesOf(work)]);
  const describe = async (place: string, name: string, kind: CacheEntry['kind']): Promise<CacheEntry> => {
    const path = join(place, name);
    return { family, path, kind, bytes: (await lstat(path)).size };
  };
  const others = files.filter(({ name }) => join(folder, name) !== work);
  return await Promise.all([
    ...others.map((entry) =>
      describe(folder, entry.name, OURS.test(entry.name) && !entry.isDirectory() ? 'data' : 'other'),
    ),
    ...partial.map(({ name }) => describe(work, name, 'partial')),
  ]);
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
