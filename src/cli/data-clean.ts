import { userError } from '../core/errors.js';
import { didYouMean } from '../core/schema.js';
import { cacheContents, type CacheEntry } from '../data/cache-contents.js';
import { dataCache } from '../data/cache.js';
import { cleanData } from '../data/clean.js';
import { mebibytes } from '../data/mebibytes.js';
import { listFamilies } from '../runner/families.js';
import { EXIT } from './failure.js';
import type { Terminal } from './terminal.js';
import { count } from './words.js';

/** `hport data clean [family...]` */
export async function cleanCache(names: readonly string[], terminal: Terminal): Promise<number> {
  const cache = dataCache();
  await checkNames(names, cache);
  const { removed, left } = await cleanData(cache, names.length === 0 ? undefined : names);
  const bytes = sizeOf(removed);
  const paths = (entries: readonly CacheEntry[]): readonly string[] => entries.map(({ path }) => path);
  terminal.answer({ cache, removed: paths(removed), left: paths(left), bytes }, () =>
    [
      `removed ${count(removed.length, 'file')}, ${mebibytes(bytes)}, from ${cache}`,
      ...(left.length === 0 ? [] : ['left, as it is not of hport or is being fetched:', ...paths(left)]),
    ].join('\n'),
  );
  return EXIT.ok;
}

/** A family that is no more may still have data. */
async function checkNames(names: readonly string[], cache: string): Promise<void> {
  if (names.length === 0) return;
  const cached = (await cacheContents(cache)).map(({ family }) => family);
  const known = [...new Set([...cached, ...(await listFamilies())])].sort();
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw userError(`unknown family "${unknown}"${didYouMean(unknown, known)}`, { mend: 'Ask `hport data list`.' });
}

function sizeOf(entries: readonly CacheEntry[]): number {
  return entries.reduce((sum, { bytes }) => sum + bytes, 0);
}
