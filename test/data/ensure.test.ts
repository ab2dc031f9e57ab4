import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import type { DataFile } from '../../src/data/data-file.js';
import { cachedPath } from '../../src/data/cache.js';
import { ensureData, type DataProgress, type EnsureOptions } from '../../src/data/ensure.js';
import { placesOf } from '../../src/data/places.js';
import { declare, failureOf, folderOf, noise, sha256, visible } from './fixture.js';

const BYTES = noise(100_000);
const PLAIN = declare(BYTES);
const ZIPPED = declare(BYTES, { mirror: 'toy/table.csv.gz' });
const QUICK = { retries: 0, pause: 1, stall: 1000 };

function ensuring(files: readonly DataFile[], options: EnsureOptions): ReturnType<typeof ensureData> {
  return ensureData(files, { mirror: '', patience: QUICK, ...options });
}

describe('data from a mirror folder', () => {
  test.each([
    ['as they are', PLAIN, BYTES],
    ['decompressed', ZIPPED, gzipSync(BYTES)],
  ])(
    'come into the cache %s, under the name of their content, and nobody can write to them',
    async (_, file, there) => {
      const cache = folderOf();
      const mirror = folderOf({ [file.mirror]: there });
      const [ensured] = await ensuring([file], { cache, mirror });
      expect(ensured).toEqual({ file, path: cachedPath(file, cache), from: join(mirror, file.mirror) });
      expect(file.file).toBe(`${sha256(BYTES).slice(0, 16)}-table.csv`);
      expect(readFileSync(cachedPath(file, cache))).toEqual(BYTES);
      expect(statSync(cachedPath(file, cache)).mode & 0o777).toBe(0o444);
      expect(visible(cache)).toEqual([`toy/${file.file}`]);
    },
  );

  it('come from the cache the second time, where nothing is asked of a mirror', async () => {
    const cache = folderOf();
    await ensuring([PLAIN], { cache, mirror: folderOf({ [PLAIN.mirror]: BYTES }) });
    const states: DataProgress['state'][] = [];
    const onProgress = ({ state }: DataProgress): void => void states.push(state);
    const [ensured] = await ensuring([PLAIN], { cache, mirror: '/no/such/folder', onProgress });
    expect(ensured?.from).toBe('cache');
    expect(states).toEqual(['there']);
  });

  it('are brought once where several instances declare them, and in the order of the declarations', async () => {
    const [cache, other] = [folderOf(), declare(Buffer.from('other'), { mirror: 'toy/other', name: 'other' })];
    const mirror = folderOf({ [PLAIN.mirror]: BYTES, 'toy/other': Buffer.from('other') });
    const ensured = await ensuring([other, PLAIN, other, declare(BYTES, { name: 'again' })], { cache, mirror });
    expect(ensured.map(({ file }) => file.file)).toEqual([other.file, PLAIN.file]);
  });

  it('come although somebody was killed just before the last step', async () => {
    const cache = folderOf();
    const { draft, folder } = placesOf(PLAIN, cache);
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, 'half of something', { mode: 0o444 });
    await ensuring([PLAIN], { cache, mirror: folderOf({ [PLAIN.mirror]: BYTES }) });
    expect(readFileSync(cachedPath(PLAIN, cache))).toEqual(BYTES);
    expect(existsSync(draft)).toBe(false);
  });

  it('may be of no bytes', async () => {
    const [cache, empty] = [folderOf(), declare(Buffer.from(''))];
    const [ensured] = await ensuring([empty], { cache, mirror: folderOf({ [empty.mirror]: Buffer.from('') }) });
    expect(readFileSync(ensured?.path ?? '')).toHaveLength(0);
  });
});

describe('a mirror with something else under the name is refused, and nothing comes of it:', () => {
  const declared = `declared are 100000 bytes of sha256 ${sha256(BYTES)}`;
  const mend = '\n  Mend the mirror, or unset HPORT_DATA_MIRROR to fetch the file from upstream.';
  const other = Buffer.from(BYTES);
  other[500] = 1 + (other[500] ?? 0);
  const zipped = gzipSync(BYTES);
  const damaged = Buffer.from(zipped);
  damaged.fill(0, 5000, 5100);
  const longer = Buffer.concat([BYTES, Buffer.from('x')]);

  test.each([
    ['another content', PLAIN, other, `is another file: it has 100000 bytes of sha256 ${sha256(other)}`],
    ['a longer one', PLAIN, longer, `is another file: it has 100001 bytes of sha256 ${sha256(longer)}`],
    [
      'a truncated one',
      PLAIN,
      BYTES.subarray(0, 7),
      `ends too early: it has 7 bytes of sha256 ${sha256(BYTES.subarray(0, 7))}`,
    ],
    ['truncated gzip', ZIPPED, zipped.subarray(0, 9000), 'ends too early: its gzip stream is cut off'],
    ['damaged gzip', ZIPPED, damaged, 'is damaged gzip: incorrect data check'],
    ['no gzip at all', ZIPPED, BYTES, 'is damaged gzip: incorrect header check'],
  ])('%s', async (_, file, there, says) => {
    const cache = folderOf();
    const mirror = folderOf({ [file.mirror]: there });
    const failure = await failureOf(ensuring([file], { cache, mirror }));
    expect(failure).toContain(`infrastructure: ${join(mirror, file.mirror)}: the file table of toy ${says}`);
    expect(failure).toContain(`; ${declared}${mend}`);
    expect(visible(cache)).toEqual([]);
    expect(readFileSync(join(mirror, file.mirror))).toEqual(Buffer.from(there));
  });
});

describe('data that are nowhere', () => {
  it('name every place that was tried', async () => {
    const mirror = folderOf();
    expect(await failureOf(ensuring([PLAIN], { cache: folderOf(), mirror }))).toMatch(
      new RegExp(
        `^infrastructure: the file table of toy is not to be had:\n  ${mirror}/toy/table.csv is not there\n` +
          `  http://127.0.0.1:9/\\d{40}/table.csv does not answer: .*\n  Set HPORT_DATA_MIRROR to .* has toy/table.csv, or try`,
      ),
    );
  });

  it('of a conversion are not fetched from upstream, which has them in another format', async () => {
    const file = declare(BYTES, { conversion: 'columns 1 to 3 of the pickle' });
    expect(await failureOf(ensuring([file], { cache: folderOf() }))).toBe(
      'user: the file table of toy is in no cache and no mirror, and upstream has it in another format only\n' +
        `  upstream: ${file.url}\n  conversion: columns 1 to 3 of the pickle\n` +
        '  Set HPORT_DATA_MIRROR to a folder or an address that has toy/table.csv.',
    );
  });

  it('are all named where there are several, and the others come nevertheless', async () => {
    const [cache, mirror] = [folderOf(), folderOf({ [PLAIN.mirror]: BYTES })];
    const missing = ['a', 'b'].map((name) =>
      declare(Buffer.from(name), { name, mirror: `toy/${name}`, conversion: 'by hand' }),
    );
    const failure = await failureOf(ensuring([...missing, PLAIN], { cache, mirror }));
    expect(failure).toMatch(/^user: 2 files of data are not to be had:\nthe file a of toy [^]*\nthe file b of toy /);
    expect(visible(cache)).toEqual([`toy/${PLAIN.file}`]);
  });

  it('are not looked for in a mirror that is no folder', async () => {
    expect(await failureOf(ensuring([PLAIN], { cache: folderOf(), mirror: '/no/such/folder' }))).toBe(
      'user: HPORT_DATA_MIRROR: the mirror "/no/such/folder" is no folder\n' +
        '  Set it to a folder or to an address that begins with https://, or unset it.',
    );
  });

  it('are a matter of the file system where the cache cannot be written', async () => {
    const file = join(folderOf({ file: BYTES }), 'file');
    const mirror = folderOf({ [PLAIN.mirror]: BYTES });
    expect(await failureOf(ensuring([PLAIN], { cache: join(file, 'cache'), mirror }))).toMatch(
      /^infrastructure: .*: data cannot be read or written: ENOTDIR.*\n.*HPORT_CACHE names another folder/,
    );
  });
});

describe('a damaged file of the cache', () => {
  const mirror = folderOf({ [PLAIN.mirror]: BYTES });
  const path = (cache: string): string => cachedPath(PLAIN, cache);
  const damage = (cache: string, bytes: Uint8Array): void => {
    mkdirSync(dirname(path(cache)), { recursive: true });
    if (existsSync(path(cache))) chmodSync(path(cache), 0o644);
    writeFileSync(path(cache), bytes);
  };

  it('is set aside and brought again, and one line says so; nothing is ever deleted', async () => {
    const cache = folderOf();
    for (const word of ['first', 'second']) {
      damage(cache, Buffer.from(word));
      const lines: string[] = [];
      const [ensured] = await ensuring([PLAIN], { cache, mirror, onNotice: (line) => lines.push(line) });
      expect(readFileSync(ensured?.path ?? '')).toEqual(BYTES);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/^the file table of toy in the cache ends too early: .*; it is .*\.corrupt(-2)? now/);
    }
    expect(readFileSync(`${path(cache)}.corrupt`, 'utf8')).toBe('first');
    expect(readFileSync(`${path(cache)}.corrupt-2`, 'utf8')).toBe('second');
  });

  it('is found although its size and times are those of the sound one', async () => {
    const cache = folderOf();
    await ensuring([PLAIN], { cache, mirror });
    const { atime, mtime } = statSync(path(cache));
    const other = Buffer.from(BYTES);
    other[500] = 1 + (other[500] ?? 0);
    damage(cache, other);
    utimesSync(path(cache), atime, mtime);
    const [ensured] = await ensuring([PLAIN], { cache, mirror });
    expect(ensured?.from).toBe(join(mirror, PLAIN.mirror));
    expect(readFileSync(path(cache))).toEqual(BYTES);
  });

  it('that is a link to a file of the user leaves that file alone', async () => {
    const [cache, mine] = [folderOf(), join(folderOf({ mine: Buffer.from('mine') }), 'mine')];
    mkdirSync(dirname(path(cache)));
    symlinkSync(mine, path(cache));
    await ensuring([PLAIN], { cache, mirror });
    expect(readFileSync(mine, 'utf8')).toBe('mine');
    expect(readFileSync(path(cache))).toEqual(BYTES);
  });
});

it('an aborted signal leaves no file behind', async () => {
  const cache = folderOf();
  const mirror = folderOf({ [PLAIN.mirror]: BYTES });
  const controller = new AbortController();
  const reason = new Error('enough');
  const ensured = ensuring([PLAIN], {
    cache,
    mirror,
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  await expect(ensured).rejects.toBe(reason);
  expect(visible(cache)).toEqual([]);
});
