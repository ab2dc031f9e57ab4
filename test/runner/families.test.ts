import { appendFile, mkdir, writeFile } from 'node:fs/promises';
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
    await mkdir(join(folder, 'node_modules'));
    await writeFile(join(folder, '__pycache__', 'a.pyc'), '');
    await writeFile(join(folder, 'node_modules', 'a.js'), '');
    await writeFile(join(folder, 'data', 'b.pyc'), '');
    await writeFile(join(folder, '.hidden'), '');
    expect(await digestFolder(folder)).toBe(digest);
    await appendFile(join(folder, 'benchmark.yaml'), '#');
    expect(await digestFolder(folder)).not.toBe(digest);
  });
});
