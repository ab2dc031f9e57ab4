import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cachedPath } from '../../src/data/cache.js';
import { type DataFile } from '../../src/data/data-file.js';
import { ensureData } from '../../src/data/ensure.js';
import { placesOf } from '../../src/data/places.js';
import { until } from '../runner/engines/bench.js';
import { startFetcher } from './fetcher.js';
import { declare, folderOf, noise, visible } from './fixture.js';
import { startServer } from './server.js';

const BYTES = noise(200_000);
const CUTS = Array.from({ length: 20 }, (_, index) => 10_000 * index);

const server = await startServer();
afterAll(() => server[Symbol.asyncDispose]());

let cases = 0;

/** A file that takes two seconds to fetch, and an empty cache. */
function slowFile(): { readonly file: DataFile; readonly cache: string; readonly ranges: () => readonly unknown[] } {
  const path = `/${cases++}/table.csv`;
  server.serve(path, { bytes: BYTES, etag: '"v1"', cuts: CUTS, pause: 100 });
  const ranges = (): readonly unknown[] =>
    server.asked.filter((asked) => asked.path === path).map(({ range }) => range);
  return { file: declare(BYTES, { url: `${server.address}${path}` }), cache: folderOf(), ranges };
}

function expectSound(file: DataFile, cache: string): void {
  expect(readFileSync(cachedPath(file, cache)).equals(BYTES)).toBe(true);
  expect(visible(cache)).toEqual([`toy/${file.file}`]);
  expect(readdirSync(join(cache, 'toy', '.partial'))).toEqual([]);
}

describe('processes that want the same file', () => {
  it('have it fetched by one of them, for which the others wait', async () => {
    const { file, cache, ranges } = slowFile();
    const fetchers = Array.from({ length: 3 }, () => startFetcher(file, cache));
    const ends = await Promise.all(fetchers.map(({ ended }) => ended));
    expect([...ends].sort()).toEqual(['cache', 'cache', file.url]);
    expect(ranges()).toEqual([undefined]);
    const waiting = fetchers.flatMap(({ notices }) => notices);
    for (const line of waiting)
      expect(line).toMatch(/^waiting for process \d+\.\d+@.*, which fetches the file table of toy/);
    expectSound(file, cache);
  });

  it('go on with what one that was killed has fetched; nobody ever sees half a file', async () => {
    const { file, cache, ranges } = slowFile();
    const { part } = placesOf(file, cache);
    const size = (): number => statSync(part, { throwIfNoEntry: false })?.size ?? 0;
    const first = startFetcher(file, cache);
    await until(() => size() >= 50_000);
    const second = startFetcher(file, cache);
    await until(() => second.notices.length > 0);
    expect(visible(cache)).toEqual([]);
    await first.kill();
    const kept = size();
    expect(kept).toBeGreaterThanOrEqual(50_000);
    expect(visible(cache)).toEqual([]);
    expect(await second.ended).toBe(file.url);
    expect(ranges()).toEqual([undefined, `bytes=${kept}-`]);
    expectSound(file, cache);
  });

  it('may all be killed: the next one goes on', async () => {
    const { file, cache, ranges } = slowFile();
    const { part } = placesOf(file, cache);
    for (const least of [20_000, 60_000, 120_000]) {
      const fetcher = startFetcher(file, cache);
      await until(() => (statSync(part, { throwIfNoEntry: false })?.size ?? 0) >= least);
      await fetcher.kill();
      expect(visible(cache)).toEqual([]);
    }
    await ensureData([file], { cache, mirror: '' });
    expect(ranges()).toEqual([
      undefined,
      ...Array.from({ length: 3 }, () => expect.stringMatching(/^bytes=\d+-$/) as unknown),
    ]);
    expectSound(file, cache);
  });
});

it('one process that wants a file twice at the same time fetches it once', async () => {
  const { file, cache, ranges } = slowFile();
  const ensured = await Promise.all([1, 2].map(() => ensureData([file], { cache, mirror: '' })));
  expect(ensured.flat().map(({ from }) => from)).toContain('cache');
  expect(ranges()).toEqual([undefined]);
  expectSound(file, cache);
});
