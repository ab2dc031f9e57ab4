import { join, resolve } from 'node:path';
import { cacheFolder } from '../core/cache-folder.js';
import type { DataFile } from './data-file.js';

/** Where data are kept: `HPORT_CACHE`, else `hport/data` in the user's folder of caches. */
export function dataCache(): string {
  const own = process.env['HPORT_CACHE'];
  return own === undefined || own === '' ? resolve(cacheFolder('data')) : resolve(own);
}

/** The folder that holds a family's files, whole ones; guests are given it. */
export function familyCache(family: string, cache: string = dataCache()): string {
  return join(cache, family);
}

/** Where a file lies, or will lie. */
export function cachedPath({ family, file }: Pick<DataFile, 'family' | 'file'>, cache?: string): string {
  return join(familyCache(family, cache), file);
}
