import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { folderOf, noise, sha256, visible } from '../data/fixture.js';
import { startServer } from '../data/server.js';
import { manifestText, writeFolder } from '../runner/manifest-fixture.js';
import { recipeText, write } from '../runner/recipe-fixture.js';
import { call, emptyFolder, start, type Ended } from './hport.js';

const NUMBERS = Buffer.from('3\n1\n4\n');
const LOST = Buffer.from('lost');
const OBJECTIVE = `import { readFileSync } from 'node:fs';
const evaluate = (configuration, fidelity, seed, instance, { data }) =>
  ({ metrics: { loss: Number(readFileSync(data.table, 'utf8').split('\\n')[0]) }, cost: 1 });
export default { evaluate };
`;

const declared = (bytes: Uint8Array, name: string, more = ''): string =>
  `{ url: "https://example.org/v1/${name}", sha256: ${sha256(bytes)}, size: ${bytes.length}, mirror: toy/${name}${more} }`;

/** A family `toy` whose instance `a` has its data in the mirror, `b` none anywhere. */
async function familiesOf(changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const manifest = manifestText({
    metrics: '{ loss: { direction: minimize, role: objective } }',
    instances: `{ a: { data: { table: ${declared(NUMBERS, 'numbers')} } },
      b: { data: { table: ${declared(LOST, 'lost', ', licence: MIT, conversion: by hand')} } } }`,
    ...changes,
  });
  return await writeFolder({ 'toy/benchmark.yaml': manifest, 'toy/objective.js': OBJECTIVE });
}

let cache = '';
let mirror = '';
beforeEach(async () => {
  [cache, mirror] = [folderOf(), folderOf({ 'toy/numbers': NUMBERS })];
  vi.stubEnv('HPORT_BENCHMARKS', await familiesOf());
  vi.stubEnv('HPORT_CACHE', cache);
  vi.stubEnv('HPORT_DATA_MIRROR', mirror);
  return () => vi.unstubAllEnvs();
});

const file = `${sha256(NUMBERS).slice(0, 16)}-numbers`;
const document = ({ stdout }: Ended): unknown => JSON.parse(stdout);

describe('hport data list', () => {
  test('shows each file with where it is', async () => {
    const { code, stdout } = await call('data', 'list', 'toy');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^family +data +file +size +level +licence +state$/m);
    expect(stdout).toMatch(new RegExp(`^toy +table +${file} +< 0\\.1 MiB +synthetic +CC0-1\\.0 +mirror$`, 'm'));
    expect(stdout).toMatch(/^toy +table +[0-9a-f]{16}-lost +< 0\.1 MiB +synthetic +MIT +missing$/m);
    expect(stdout).toMatch(/^2 files, < 0\.1 MiB; in the cache: 0 files, 0\.0 MiB$/m);
    expect(stdout).toContain(`cache: ${cache}\nmirror: ${mirror}\n`);
    expect(visible(cache)).toEqual([]);
  });

  test('knows what is cached, and what would come from upstream', async () => {
    const states = async (): Promise<readonly string[]> => {
      const { files } = document(await call('data', 'list', 'toy', '--json')) as { files: { state: string }[] };
      return files.map(({ state }) => state);
    };
    vi.stubEnv('HPORT_DATA_MIRROR', '');
    expect(await states()).toEqual(['upstream', 'missing']);
    vi.stubEnv('HPORT_DATA_MIRROR', mirror);
    await call('evaluate', 'toy', '--instance', 'a', '--config', '{"x": 0.5}');
    vi.stubEnv('HPORT_DATA_MIRROR', '');
    expect(await states()).toEqual(['cached', 'missing']);
  });

  test('asks a mirror that is an address', async () => {
    await using server = await startServer();
    server.serve('/data/toy/lost', { bytes: LOST });
    vi.stubEnv('HPORT_DATA_MIRROR', `${server.address}/data`);
    const { stdout } = await call('data', 'list', 'toy');
    expect(stdout).toMatch(/-numbers .* upstream$/m);
    expect(stdout).toMatch(/-lost .* mirror$/m);
  });
});

describe('hport data fetch', () => {
  beforeEach(async () => {
    vi.stubEnv(
      'HPORT_BENCHMARKS',
      await familiesOf({ instances: `{ a: { data: { table: ${declared(NUMBERS, 'numbers')} } } }` }),
    );
  });

  test('brings files, says from where, and lines that can be read where nobody watches', async () => {
    const first = await call('data', 'fetch', 'toy');
    expect(first.code).toBe(0);
    expect(first.stderr).toBe(`fetching the file table of toy (< 0.1 MiB) from ${mirror}/toy/numbers\n`);
    expect(first.stdout).toMatch(new RegExp(`^toy +table +${file} +< 0\\.1 MiB +${mirror}/toy/numbers$`, 'm'));
    expect(first.stdout).toContain(`1 file, < 0.1 MiB, in ${cache}\n`);
    expect(visible(cache)).toEqual([`toy/${file}`]);
    const second = await call('data', 'fetch', 'toy', '--json');
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(document(second)).toEqual({
      cache,
      files: [
        {
          family: 'toy',
          name: 'table',
          file,
          path: join(cache, 'toy', file),
          sha256: sha256(NUMBERS),
          size: 6,
          from: 'cache',
        },
      ],
    });
  });

  test('ends with code 1 and both sums where the mirror has something else', async () => {
    writeFileSync(join(mirror, 'toy', 'numbers'), '3\n1\n5\n');
    const { code, stdout, stderr } = await call('data', 'fetch', 'toy');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(sha256(Buffer.from('3\n1\n5\n')));
    expect(stderr).toContain(`declared are 6 bytes of sha256 ${sha256(NUMBERS)}`);
  });

  test('ends with code 1 for a family by its name that has a file of unknown sum', async () => {
    const unpinned = '{ model: { url: "https://example.org/v1/model", mirror: toy/model, reason: nobody had it } }';
    vi.stubEnv('HPORT_BENCHMARKS', await familiesOf({ unpinned }));
    const { code, stdout, stderr } = await call('data', 'fetch', 'toy');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('unpinned.model: the file "model" of toy has no known sum: nobody had it\n');
    expect((await call('data', 'list', 'toy')).stdout).toMatch(/^toy +model +synthetic +CC0-1\.0 +unpinned$/m);
  });

  test('ends with code 2 for a family that is none', async () => {
    expect(await call('data', 'fetch', 'toi')).toMatchObject({ code: 2, stdout: '' });
    expect(await call('data', 'feth')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('hport data verify', () => {
  test('ends with code 1 when a file is damaged, and changes nothing; fetch mends it', async () => {
    await call('evaluate', 'toy', '--instance', 'a', '--config', '{"x": 0.5}');
    const sound = await call('data', 'verify', 'toy');
    expect(sound.code).toBe(0);
    expect(sound.stdout).toContain('1 file intact, 0 damaged, 1 not in the cache\n');
    const path = join(cache, 'toy', file);
    chmodSync(path, 0o644);
    writeFileSync(path, '3\n1\n5\n');
    const damaged = await call('data', 'verify', 'toy');
    expect(damaged.code).toBe(1);
    expect(damaged.stdout).toContain(`${path} is another file: it has 6 bytes of sha256 `);
    expect(damaged.stdout).toContain('0 files intact, 1 damaged, 1 not in the cache\n');
    expect(readFileSync(path, 'utf8')).toBe('3\n1\n5\n');
    const { files } = document(await call('data', 'verify', 'toy', '--json')) as { files: { state: string }[] };
    expect(files.map(({ state }) => state)).toEqual(['damaged', 'absent']);
    const mended = await call('evaluate', 'toy', '--instance', 'a', '--config', '{"x": 0.5}');
    expect(mended.stderr).toMatch(/in the cache is another file: .*; it is .*\.corrupt now, and is fetched again$/m);
    expect(readFileSync(`${path}.corrupt`, 'utf8')).toBe('3\n1\n5\n');
    expect((await call('data', 'verify', 'toy')).code).toBe(0);
  });
});

describe('hport data clean', () => {
  test('removes what was fetched, and leaves what is the user’s', async () => {
    await call('evaluate', 'toy', '--instance', 'a', '--config', '{"x": 0.5}');
    writeFileSync(join(cache, 'toy', 'mine'), '');
    const { code, stdout } = await call('data', 'clean', 'toy');
    expect(code).toBe(0);
    expect(stdout).toBe(
      `removed 1 file, < 0.1 MiB, from ${cache}\nleft, as it is not of hport or is being fetched:\n${cache}/toy/mine\n`,
    );
    expect(visible(cache)).toEqual(['toy/mine']);
    const again = document(await call('data', 'clean', '--json'));
    expect(again).toEqual({ cache, removed: [], left: [join(cache, 'toy', 'mine')], bytes: 0 });
  });

  test('knows no family that neither is there nor has data', async () => {
    expect(await call('data', 'clean', '../toy')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('a study', () => {
  const recipe = (instance: string): Promise<string> =>
    write(
      recipeText({
        benchmarks: `[{ family: toy, instance: ${instance} }]`,
        optimizers: '[{ name: random-search }]',
        seeds: '[0]',
        budget: '{ evaluations: 3 }',
      }),
    );

  test('fetches what it needs, and logs the sum of what it read', async () => {
    const out = join(await emptyFolder(), 'study');
    const plan = await call('plan', await recipe('a'));
    expect(plan.stdout).toContain('data: 1 file, < 0.1 MiB, of which to fetch: 1 file, < 0.1 MiB\n');
    const { code, stderr } = await call('run', await recipe('a'), '--out', out);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^fetching the file table of toy/);
    const [header = ''] = readFileSync(join(out, 'runs', 'toy.a.random-search.0.jsonl'), 'utf8').split('\n');
    expect(JSON.parse(header)).toMatchObject({ benchmark: { family: 'toy', data: { table: sha256(NUMBERS) } } });
    expect(visible(cache)).toEqual([`toy/${file}`]);
  });

  test('whose data are not to be had is not begun', async () => {
    const out = join(await emptyFolder(), 'study');
    const plan = await call('plan', await recipe('b'));
    expect(plan.stdout).toContain('warning: toy cannot run here: set HPORT_DATA_MIRROR to a place that has toy/lost\n');
    const { code, stderr } = await call('run', await recipe('b'), '--out', out);
    expect(code).toBe(2);
    expect(stderr).toMatch(/the file table of toy is in no cache and no mirror/);
    expect(existsSync(join(out, 'study.json'))).toBe(false);
  });
});

describe('an interrupted study', () => {
  const BYTES = noise(200_000);
  test('that was still fetching has not begun; what it fetched is kept', async () => {
    await using server = await startServer();
    const url = `${server.address}/v1/slow`;
    const cuts = Array.from({ length: 20 }, (_, index) => 10_000 * index);
    server.serve('/v1/slow', { bytes: BYTES, etag: '"v1"', cuts, pause: 200 });
    const source = `{ url: "${url}", sha256: ${sha256(BYTES)}, size: ${BYTES.length}, mirror: toy/slow }`;
    const families = await familiesOf({ instances: `{ a: { data: { table: ${source} } } }` });
    const out = join(await emptyFolder(), 'study');
    const recipe = await write(
      recipeText({ benchmarks: '[{ family: toy, instance: a }]', optimizers: '[{ name: random-search }]' }),
    );
    const env = { HPORT_BENCHMARKS: families, HPORT_CACHE: cache, HPORT_DATA_MIRROR: '' };
    const { child, ended } = start(['run', recipe, '--out', out], env);
    const part = join(cache, 'toy', '.partial', `${sha256(BYTES).slice(0, 16)}.part`);
    while (!existsSync(part) || readFileSync(part).length < 20_000) await sleep(20);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('interrupted before the study began');
    expect(readFileSync(part).length).toBeGreaterThanOrEqual(20_000);
    expect(existsSync(join(out, 'lock'))).toBe(false);
    const { child: second, ended: end } = start(['data', 'fetch', 'toy'], env);
    while (server.asked.length < 2) await sleep(20);
    second.kill('SIGTERM');
    expect(await end).toMatchObject({ code: 143, stdout: '' });
    expect(server.asked[1]?.range).toMatch(/^bytes=\d+-$/);
  });
});
