import { rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { takeLock } from '../core/lock.js';
import { cacheContents, type CacheEntry } from './cache-contents.js';
import { workFolder } from './places.js';

/** What became of a cache. */
export interface Cleaned {
  readonly removed: readonly CacheEntry[];
  /** What somebody else has put there, or is fetching just now. */
  readonly left: readonly CacheEntry[];
}

/**
 * Removes what we have put into the cache: files of data, those that were set aside, partial downloads. Nothing outside of the
 * cache is touched (of a link only the link goes), nor what lies there under names that are not ours.
 * @param families whose; all when not given
 */
export async function cleanData(cache: string, families?: readonly string[]): Promise<Cleaned> {
  const entries = (await cacheContents(cache)).filter(({ family }) => families?.includes(family) ?? true);
  const data = entries.filter(({ kind }) => kind === 'data');
  for (const { path } of data) await rm(path, { force: true });
  const { removed, left } = await cleanPartial(entries.filter(({ kind }) => kind === 'partial'));
  for (const folder of new Set(entries.map(({ family }) => join(cache, family)))) {
    await removeEmpty(workFolder(folder));
    await removeEmpty(folder);
  }
  const others = entries.filter(({ kind }) => kind === 'other');
  return { removed: [...data, ...removed], left: [...others, ...left] };
}

/** All that belongs to one file begins with the same digits; whoever has its lock is at work on it. */
async function cleanPartial(entries: readonly CacheEntry[]): Promise<Cleaned> {
  const removed: CacheEntry[] = [];
  const left: CacheEntry[] = [];
  const baseOf = ({ path }: CacheEntry): string => join(dirname(path), basename(path).slice(0, DIGITS));
  for (const base of new Set(entries.map(baseOf))) {
    const own = entries.filter((entry) => baseOf(entry) === base);
    const lock = takeLock(`${base}.lock`);
    (lock.held ? removed : left).push(...own);
    if (!lock.held) continue;
    const isLock = ({ path }: CacheEntry): boolean => path.startsWith(`${base}.lock`) && !path.includes('~');
    for (const entry of own) if (!isLock(entry)) await rm(entry.path, { force: true });
    lock.release();
  }
  return { removed, left };
}

/** Of the sum, in the names of partial files. */
const DIGITS = 16;

async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
