import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { takeLock } from '../../src/core/lock.js';
import { cacheContents } from '../../src/data/cache-contents.js';
import { cachedPath } from '../../src/data/cache.js';
import { cleanData } from '../../src/data/clean.js';
import { ensureData } from '../../src/data/ensure.js';
import { placesOf } from '../../src/data/places.js';
import { declare, folderOf, noise } from './fixture.js';

const [FIRST, SECOND] = [noise(1000), noise(3000)];
const TOY = declare(FIRST);
const OTHER = declare(SECOND, { family: 'other', mirror: 'other/file' });

async function filled(): Promise<string> {
  const cache = folderOf();
  const mirror = folderOf({ 'toy/table.csv': FIRST, 'other/file': SECOND });
  await ensureData([TOY, OTHER], { cache, mirror });
  return cache;
}

const names = (entries: readonly { readonly path: string }[]): readonly string[] =>
  entries.map(({ path }) => basename(path)).sort();

describe('cleaning a cache', () => {
  it('removes what we have put there, and folders that are empty then', async () => {
    const cache = await filled();
    const { removed, left } = await cleanData(cache);
    expect(names(removed)).toEqual([OTHER.file, TOY.file].sort());
    expect(removed.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(4000);
    expect(left).toEqual([]);
    expect(readdirSync(cache)).toEqual([]);
    expect(await cleanData(cache)).toEqual({ removed: [], left: [] });
    expect(await cleanData(join(cache, 'no-such'))).toEqual({ removed: [], left: [] });
  });

  it('of one family leaves the others', async () => {
    const cache = await filled();
    await cleanData(cache, ['toy']);
    expect(readdirSync(cache)).toEqual(['other']);
    expect(existsSync(cachedPath(OTHER, cache))).toBe(true);
  });

  it('removes what was set aside, and leaves what is not ours', async () => {
    const cache = await filled();
    writeFileSync(`${cachedPath(TOY, cache)}.corrupt`, 'damaged');
    writeFileSync(join(cache, 'toy', 'my-notes.txt'), 'mine');
    mkdirSync(join(cache, 'toy', '0123456789abcdef-folder'));
    writeFileSync(join(cache, 'README'), 'mine too');
    const { removed, left } = await cleanData(cache, ['toy']);
    expect(names(removed)).toEqual([TOY.file, `${TOY.file}.corrupt`]);
    expect(names(left)).toEqual(['0123456789abcdef-folder', 'my-notes.txt']);
    expect(readdirSync(join(cache, 'toy')).sort()).toEqual(['0123456789abcdef-folder', 'my-notes.txt']);
  });

  it('of links removes the links only', async () => {
    const cache = await filled();
    const mine = folderOf({ table: FIRST, '0123456789abcdef-mine': FIRST });
    const link = join(cache, 'toy', '0123456789abcdef-linked');
    symlinkSync(join(mine, 'table'), link);
    symlinkSync(mine, join(cache, 'linked'));
    await cleanData(cache);
    expect(existsSync(link)).toBe(false);
    expect(readdirSync(mine).sort()).toEqual(['0123456789abcdef-mine', 'table']);
    expect(readFileSync(join(mine, 'table'))).toEqual(FIRST);
  });

  it('removes partial downloads with the locks of the dead, and leaves those that are under way', async () => {
    const cache = await filled();
    const { part, draft, lock } = placesOf(TOY, cache);
    for (const path of [part, `${part}.json`, draft]) writeFileSync(path, 'half');
    writeFileSync(lock, `${2 ** 23}.1@${hostname()}`);
    writeFileSync(`${lock}~${2 ** 23}.1@${hostname()}`, 'half');
    const busy = placesOf(OTHER, cache);
    writeFileSync(busy.part, 'half');
    const held = takeLock(busy.lock);
    const { left } = await cleanData(cache);
    expect(names(left)).toEqual([basename(busy.lock), basename(busy.part)]);
    expect(existsSync(dirname(part))).toBe(false);
    expect(names(await cacheContents(cache))).toEqual([basename(busy.lock), basename(busy.part)]);
    if (held.held) held.release();
  });
});
