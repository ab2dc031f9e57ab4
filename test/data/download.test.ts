import fc from 'fast-check';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, test } from 'vitest';
import { cachedPath } from '../../src/data/cache.js';
import type { DataFile } from '../../src/data/data-file.js';
import type { Patience } from '../../src/data/download.js';
import { ensureData, type DataProgress, type EnsureOptions } from '../../src/data/ensure.js';
import { placesOf } from '../../src/data/places.js';
import { declare, failureOf, folderOf, noise, sha256, visible } from './fixture.js';
import { startServer, type Served } from './server.js';

const BYTES = noise(200_000);
const ZIPPED = gzipSync(BYTES);
const PATIENCE: Patience = { retries: 3, pause: 1, stall: 5000 };

const server = await startServer();
afterAll(() => server[Symbol.asyncDispose]());

/** A file of upstream that nobody has asked for yet, and an empty cache. */
interface Case {
  readonly cache: string;
  readonly file: DataFile;
  /** Paths asked for, each with the range. */
  readonly asked: () => readonly (string | undefined)[];
  /** Brings it, and returns the lines that were said. */
  readonly bring: (options?: EnsureOptions) => Promise<readonly string[]>;
  readonly serve: (served: Served) => void;
}

let cases = 0;

function caseOf(served: Served, ending = '.csv', declared: Uint8Array = BYTES): Case {
  const path = `/${cases++}/table${ending}`;
  const [cache, file] = [folderOf(), declare(declared, { url: `${server.address}${path}` })];
  server.serve(path, served);
  return {
    cache,
    file,
    asked: () => server.asked.filter((asked) => asked.path === path).map(({ range }) => range),
    bring: async (options) => {
      const lines: string[] = [];
      const onNotice = (line: string): void => void lines.push(line);
      await ensureData([file], { cache, mirror: '', patience: PATIENCE, onNotice, ...options });
      expect(readFileSync(cachedPath(file, cache)).equals(declared)).toBe(true);
      expect(readdirSync(join(cache, 'toy', '.partial'))).toEqual([]);
      return lines;
    },
    serve: (more) => server.serve(path, more),
  };
}

describe('data from an address', () => {
  test.each<[string, string, Served]>([
    ['as they are', '.csv', { bytes: BYTES }],
    ['of unknown length', '.csv', { bytes: BYTES, length: false }],
    ['decompressed', '.csv.gz', { bytes: ZIPPED }],
    [
      'decompressed once where the server has done so',
      '.csv.gz',
      { bytes: ZIPPED, headers: { 'content-encoding': 'gzip' } },
    ],
    [
      'decompressed twice where the server has compressed them once more',
      '.csv.gz',
      { bytes: gzipSync(ZIPPED), headers: { 'content-encoding': 'gzip' } },
    ],
  ])('come %s', async (_, ending, served) => {
    const { bring, asked } = caseOf(served, ending);
    expect(await bring()).toEqual([]);
    expect(asked()).toEqual([undefined]);
  });

  it('come from a mirror first, and from upstream when the mirror does not have them', async () => {
    const { file, bring, asked } = caseOf({ bytes: BYTES });
    server.serve('/mirror/toy/table.csv', { bytes: BYTES });
    await bring({ mirror: `${server.address}/mirror` });
    expect(asked()).toEqual([]);
    const other = caseOf({ bytes: BYTES });
    await other.bring({ mirror: `${server.address}/empty/` });
    expect(server.asked.filter(({ path }) => path.startsWith('/empty')).map(({ path }) => path)).toEqual([
      `/empty/${file.mirror}`,
    ]);
    expect(other.asked()).toEqual([undefined]);
  });

  it('tell how far they are', async () => {
    const { bring, file } = caseOf({ bytes: BYTES, cuts: [50_000, 100_000] });
    const seen: DataProgress[] = [];
    await bring({ onProgress: (progress) => seen.push(progress) });
    expect(seen[0]).toEqual({ file, state: 'fetching', from: file.url, bytes: 0 });
    const middle = seen.slice(1, -1);
    expect(middle.at(-1)).toEqual({ file, state: 'fetching', from: file.url, bytes: 200_000, total: 200_000 });
    expect(middle.map(({ bytes }) => bytes)).toEqual([...middle.map(({ bytes }) => bytes)].sort((a, b) => a - b));
    expect(seen.at(-1)).toEqual({ file, state: 'there', from: file.url, bytes: 200_000, total: 200_000 });
  });
});

describe('a broken connection', () => {
  it('is taken up again where it broke, as long as the file has not changed', async () => {
    const { bring, asked } = caseOf({ bytes: BYTES, etag: '"v1"', breaks: [70_000, 30_000] });
    const lines = await bring();
    expect(asked()).toEqual([undefined, 'bytes=70000-', 'bytes=100000-']);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/table\.csv broke off after 70000 of 200000 bytes: .+; trying again in 0\.001 s$/);
  });

  it('is taken up again by the length alone where there is no ETag', async () => {
    const { bring, asked } = caseOf({ bytes: ZIPPED, breaks: [70_000] }, '.csv.gz');
    await bring();
    expect(asked()).toEqual([undefined, 'bytes=70000-']);
  });

  it('begins anew when the file has changed meanwhile', async () => {
    const other = noise(200_001).subarray(1);
    const { bring, serve, asked } = caseOf({ bytes: other, etag: '"v1"', breaks: [70_000] });
    const onNotice = (): void => serve({ bytes: BYTES, etag: '"v2"' });
    await bring({ onNotice });
    expect(asked()).toEqual([undefined, 'bytes=70000-']);
  });

  it('begins anew when the file has changed and the server does not tell: the sum does', async () => {
    const other = noise(200_001).subarray(1);
    const { bring, serve, asked } = caseOf({ bytes: other, breaks: [70_000] });
    const lines: string[] = [];
    const onNotice = (line: string): void => {
      lines.push(line);
      if (lines.length === 1) serve({ bytes: BYTES });
    };
    await bring({ onNotice });
    expect(asked()).toEqual([undefined, 'bytes=70000-', undefined]);
    expect(lines[1]).toMatch(/is another file: .*; fetching it once more from the beginning$/);
  });

  it('begins anew when the server answers with the whole file, or knows no such part', async () => {
    const whole = caseOf({ bytes: BYTES, etag: '"v1"', ranges: false, breaks: [70_000] });
    await whole.bring();
    expect(whole.asked()).toEqual([undefined, 'bytes=70000-']);
    const refused = caseOf({ bytes: BYTES, breaks: [70_000], statuses: [200, 416] });
    await refused.bring();
    expect(refused.asked()).toEqual([undefined, 'bytes=70000-', undefined]);
  });

  it('begins anew when the server answers with another part than it was asked for', async () => {
    const { bring, asked, serve } = caseOf({ bytes: BYTES, breaks: [70_000] });
    let lines = 0;
    await bring({
      onNotice: () => {
        const wrong = { 'content-range': 'bytes 69999-199999/200001', 'content-length': '130000' };
        if (++lines === 1) serve({ bytes: BYTES, headers: wrong });
        else serve({ bytes: BYTES });
      },
    });
    expect(asked()).toEqual([undefined, 'bytes=70000-', undefined]);
  });

  it('that says nothing of lengths is found out by the sum, or by gzip', async () => {
    // Without a length the end of a connection that was cut off in an orderly way looks like that of the file.
    for (const [ending, bytes] of [
      ['.csv', BYTES],
      ['.csv.gz', ZIPPED],
    ] as const) {
      const { bring, asked, serve } = caseOf({ bytes: bytes.subarray(0, 70_000), length: false }, ending);
      const lines: string[] = [];
      await bring({
        onNotice: (line) => {
          lines.push(line);
          serve({ bytes, length: false });
        },
      });
      expect(asked()).toEqual([undefined, undefined]);
      expect(lines[0]).toMatch(/ends too early: .*; fetching it once more from the beginning$/);
    }
  });

  it('that brings nothing new for too long ends the attempts, and says where it broke off', async () => {
    const { bring, file, asked, cache } = caseOf({ bytes: BYTES, breaks: [5, 0, 0, 0, 0, 0] });
    expect(await failureOf(bring())).toMatch(
      new RegExp(
        `^infrastructure: the file table of toy is not to be had:\n  ${file.url} broke off after 5 of 200000 bytes: .* \\(4 attempts\\)\n`,
      ),
    );
    expect(asked()).toHaveLength(4);
    expect(visible(cache)).toEqual([]);
    expect(statSync(placesOf(file, cache).part).size).toBe(5);
  });

  it('that is silent for too long is given up, and taken up again', async () => {
    const { bring, serve, asked } = caseOf({ bytes: BYTES, cuts: [70_000], pause: 600_000 });
    const lines: string[] = [];
    const onNotice = (line: string): void => {
      lines.push(line);
      serve({ bytes: BYTES });
    };
    await bring({ patience: { ...PATIENCE, stall: 300 }, onNotice });
    expect(lines[0]).toMatch(/broke off after 70000 of 200000 bytes: nothing came for 0\.3 s;/);
    expect(asked()).toEqual([undefined, 'bytes=70000-']);
  });

  it('that the signal makes is taken up again by the next call, also of one that had all but the last step', async () => {
    for (const stopAt of [50_000, 200_000]) {
      const { bring, asked, cache } = caseOf({ bytes: BYTES, etag: '"v1"', cuts: [50_000, 100_000] });
      const controller = new AbortController();
      const reason = new Error('enough');
      const onProgress = ({ bytes, state }: DataProgress): void => {
        if (state === 'fetching' && bytes >= stopAt) controller.abort(reason);
      };
      await expect(bring({ signal: controller.signal, onProgress })).rejects.toBe(reason);
      expect(visible(cache)).toEqual([]);
      await bring();
      expect(asked()).toEqual(stopAt === 200_000 ? [undefined] : [undefined, expect.stringMatching(/^bytes=\d+-$/)]);
    }
  });

  it('leaves nothing to go on with for another address, nor with a note that is damaged', async () => {
    const { bring, file, cache, asked } = caseOf({ bytes: BYTES, breaks: [5, 0, 0, 0], etag: '"v1"' });
    await failureOf(bring());
    const { part } = placesOf(file, cache);
    writeFileSync(`${part}.json`, readFileSync(`${part}.json`, 'utf8').slice(0, 20));
    await bring();
    expect(asked().at(-1)).toBeUndefined();
    const [first, second] = [caseOf({ bytes: BYTES, breaks: [5, 0, 0, 0] }), caseOf({ bytes: BYTES })];
    await failureOf(first.bring());
    await ensureData([second.file], { cache: first.cache, mirror: '', patience: PATIENCE });
    expect(second.asked()).toEqual([undefined]);
  });
});

describe('a server', () => {
  it('that is in trouble is asked again', async () => {
    const { bring, asked } = caseOf({ bytes: BYTES, statuses: [500, 429, 503] });
    const lines = await bring();
    expect(asked()).toHaveLength(4);
    expect(lines[0]).toMatch(/table\.csv answers 500 Internal Server Error; trying again in 0\.001 s$/);
    expect(lines[2]).toMatch(/trying again in 0\.004 s$/);
  });

  it.each([
    [404, 'has no such file (404)'],
    [410, 'has no such file (410)'],
    [403, 'answers 403 Forbidden'],
  ])('that answers %i is asked once', async (status, says) => {
    const { bring, file, asked } = caseOf({ bytes: BYTES, statuses: [status] });
    expect(await failureOf(bring())).toBe(
      `infrastructure: the file table of toy is not to be had:\n  ${file.url} ${says}\n` +
        '  Set HPORT_DATA_MIRROR to a folder or an address that has toy/table.csv, or try again online.',
    );
    expect(asked()).toHaveLength(1);
  });

  it('that is not there is named, with the reason', async () => {
    const gone = await startServer();
    await gone[Symbol.asyncDispose]();
    const file = declare(BYTES, { url: `${gone.address}/table.csv` });
    const failure = await failureOf(ensureData([file], { cache: folderOf(), mirror: '', patience: PATIENCE }));
    expect(failure).toContain(`${file.url} does not answer: connect ECONNREFUSED 127.0.0.1`);
    expect(failure).toContain('(4 attempts)');
  });

  it('whose name nobody knows is asked for once', async () => {
    const file = declare(BYTES, { url: 'http://no-such-host.invalid/table.csv' });
    const failure = await failureOf(ensureData([file], { cache: folderOf(), mirror: '', patience: PATIENCE }));
    expect(failure).toMatch(/table\.csv does not answer: getaddrinfo (ENOTFOUND|EAI_AGAIN) no-such-host\.invalid/);
  });

  it('that has another file is refused at once, with both sums', async () => {
    const other = noise(200_001).subarray(1);
    const { bring, file, asked, cache } = caseOf({ bytes: other });
    expect(await failureOf(bring())).toBe(
      `infrastructure: ${file.url}: the file table of toy is another file: it has 200000 bytes of sha256 ${sha256(other)}; ` +
        `declared are 200000 bytes of sha256 ${sha256(BYTES)}\n` +
        '  Do not use it: somebody changed it since the manifest was written. ' +
        'Set HPORT_DATA_MIRROR to a place that has the declared file.',
    );
    expect(asked()).toHaveLength(1);
    expect(visible(cache)).toEqual([]);
    expect(readdirSync(join(cache, 'toy', '.partial'))).toEqual([]);
  });

  it('that has a much longer file is not listened to', async () => {
    const long = noise(400_000);
    const told = caseOf({ bytes: long });
    expect(await failureOf(told.bring())).toContain(
      'is another file: it has 400000 bytes or more; declared are 200000',
    );
    const untold = caseOf({ bytes: long, length: false, cuts: [100_000, 300_000] });
    expect(await failureOf(untold.bring())).toMatch(/is another file: it has \d+ bytes or more; declared are 200000/);
    expect(visible(untold.cache)).toEqual([]);
  });

  it('that sends a page in place of a gzip file is refused', async () => {
    const { bring } = caseOf({ bytes: Buffer.from('<html>Please log in</html>') }, '.csv.gz');
    expect(await failureOf(bring())).toContain('is damaged gzip: incorrect header check; declared are 200000 bytes');
  });
});

test('whatever pieces the bytes arrive in and wherever connections break, it is the same file', async () => {
  const byte = fc.integer({ min: 0, max: 5000 });
  const situation = fc.record({
    bytes: fc.uint8Array({ maxLength: 5000 }),
    zipped: fc.boolean(),
    length: fc.boolean(),
    etag: fc.option(fc.constant('"v1"'), { nil: undefined }),
    ranges: fc.boolean(),
    cuts: fc.array(byte, { maxLength: 8 }),
    breaks: fc.array(byte, { maxLength: 3 }),
    linger: fc.constantFrom(0, 5),
  });
  await fc.assert(
    fc.asyncProperty(situation, async ({ bytes, zipped, etag, ...served }) => {
      const sent = zipped ? gzipSync(bytes) : bytes;
      const { bring } = caseOf(
        { ...served, bytes: sent, ...(etag !== undefined && { etag }) },
        zipped ? '.csv.gz' : '.csv',
        bytes,
      );
      await bring();
    }),
    { numRuns: 100, seed: 1 },
  );
});
