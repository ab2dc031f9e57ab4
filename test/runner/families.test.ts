import { spawnSync } from 'node:child_process';
import { appendFile, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { digestFolder, listFamilies, loadFamily } from '../../src/runner/families.js';
import { manifestText, writeFolder } from './manifest-fixture.js';
import { complaintOf } from './recipe-fixture.js';

afterEach(() => void vi.unstubAllEnvs());

describe('families', () => {
  test('of the suite are all sound', async () => {
    const names = await listFamilies();
    expect(names).toEqual(expect.arrayContaining(['counting-ones', 'mlp']));
    for (const name of names) expect((await loadFamily(name)).name).toBe(name);
  });

  test('are also found in the folders of HPORT_BENCHMARKS', async () => {
    const first = await writeFolder({ 'toy/benchmark.yaml': manifestText(), 'no-family/readme.md': '' });
    const second = await writeFolder({ 'toy-2/benchmark.yaml': manifestText({ family: 'toy-2' }) });
    vi.stubEnv('HPORT_BENCHMARKS', [first, second, join(first, 'missing')].join(delimiter));
    expect(await listFamilies()).toEqual(expect.arrayContaining(['toy', 'toy-2']));
    const family = await loadFamily('toy');
    expect(family).toMatchObject({ name: 'toy', version: '1.2.3', runtime: 'node', folder: join(first, 'toy') });
    expect(family).not.toHaveProperty('image');
  });

  test('that are unknown are named with the nearest known one', async () => {
    expect(await complaintOf('', () => loadFamily('counting-one'))).toMatch(
      /^unknown family "counting-one" \(did you mean "counting-ones"\?\)\n {2}Ask `hport list families`/,
    );
  });

  test('of one name in two folders are refused', async () => {
    const first = await writeFolder({ 'toy/benchmark.yaml': manifestText() });
    const second = await writeFolder({ 'toy/benchmark.yaml': manifestText() });
    vi.stubEnv('HPORT_BENCHMARKS', [first, second].join(delimiter));
    expect(await complaintOf('', () => loadFamily('toy'))).toMatch(/^there are two families "toy": /);
  });
});

describe('the digest of a folder', () => {
  const files = { 'benchmark.yaml': 'a', 'data/x.csv': '1' };

  test('is of names and contents, wherever the folder is', async () => {
    const digest = await digestFolder(await writeFolder(files));
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await digestFolder(await writeFolder(files))).toBe(digest);
    expect(await digestFolder(await writeFolder({ ...files, 'data/x.csv': '2' }))).not.toBe(digest);
    expect(await digestFolder(await writeFolder({ 'benchmark.yaml': 'a', 'data/y.csv': '1' }))).not.toBe(digest);
    expect(await digestFolder(await writeFolder({ 'benchmark.yaml': 'adata/x.csv', 'data/x.csv': '' }))).not.toBe(
      digest,
    );
  });

  test('is pinned, since logs and images carry it', async () => {
    expect(await digestFolder(await writeFolder(files))).toMatchSnapshot();
  });

  test('leaves out what is hidden or generated', async () => {
    const folder = await writeFolder(files);
    const digest = await digestFolder(folder);
    await mkdir(join(folder, '__pycache__'));
    await writeFile(join(folder, '__pycache__', 'a.pyc'), '');
    await writeFile(join(folder, '__pycache__', 'b.pyc'), '');
    await writeFile(join(folder, '.hidden'), '');
    expect(await digestFolder(folder)).toBe(digest);
    await appendFile(join(folder, 'benchmark.yaml'), '#');
    expect(await digestFolder(folder)).not.toBe(digest);
  });
});

describe('the folder of a family', () => {
  const load = async (change: (toy: string) => Promise<unknown>): Promise<string> => {
    const root = await writeFolder({
      'toy/benchmark.yaml': manifestText(),
      'toy/data/x.csv': '1',
      secret: 'of the host',
    });
    await change(join(root, 'toy'));
    vi.stubEnv('HPORT_BENCHMARKS', root);
    return (await complaintOf('', () => loadFamily('toy'))).replaceAll(root, '');
  };

  test.each([
    ['a file elsewhere', 'leak.txt', '../secret'],
    ['a file of its own', 'data/y.csv', 'x.csv'],
    ['a folder elsewhere', 'leak', '/etc'],
    ['nothing', 'leak', 'nowhere'],
    ['itself', 'leak', 'leak'],
  ])('with a link to %s is refused when it is loaded, with the path', async (_, path, target) => {
    const complaint = await load((toy) => symlink(target, join(toy, path)));
    expect(complaint).toMatch(
      new RegExp(
        `^/toy/${path.replace('.', '\\.')}: this is a symbolic link: .*\n  Put a copy of what is meant in its place`,
      ),
    );
  });

  test('that is a link itself, or whose manifest is one, is refused', async () => {
    expect(
      await load(async (toy) => {
        await rename(toy, `${toy}-2`);
        await symlink('toy-2', toy);
      }),
    ).toMatch(/^\/toy: this is a symbolic link/);
    expect(
      await load(async (toy) => {
        await rename(join(toy, 'benchmark.yaml'), `${toy}.yaml`);
        await symlink('../toy.yaml', join(toy, 'benchmark.yaml'));
      }),
    ).toMatch(/^\/toy\/benchmark.yaml: this is a symbolic link/);
  });

  test('with a pipe is refused and not read', async () => {
    const complaint = await load((toy) => Promise.resolve(spawnSync('mkfifo', [join(toy, 'objective.js')])));
    expect(complaint).toMatch(/^\/toy\/objective.js: this is a named pipe/);
  });

  test('with packages of its own is refused: no digest is of them', async () => {
    expect(await load((toy) => mkdir(join(toy, 'data', 'node_modules'), { recursive: true }))).toMatch(
      /^\/toy\/data\/node_modules: the folder of a family has no packages of its own\n {2}Bundle/,
    );
  });

  test('with a lock file that would run code is refused when it is loaded', async () => {
    const text = manifestText({ runtime: 'python' });
    const root = await writeFolder({
      'toy/benchmark.yaml': text,
      'toy/requirements.lock': '\nevil @ file:///evil.tar.gz\n',
    });
    vi.stubEnv('HPORT_BENCHMARKS', root);
    expect((await complaintOf('', () => loadFamily('toy'))).replaceAll(root, '')).toMatch(
      /^\/toy\/requirements.lock:2: addresses and paths are not allowed in a lock file: "evil @ file/,
    );
  });
});
