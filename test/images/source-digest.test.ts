import { cpSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectContext } from '../../src/runner/engines/parts/build-context.js';
import type { ImageBuild } from '../../src/runner/engines/parts/image.js';
import { importGraph } from '../../src/runner/engines/parts/import-graph.js';
import { packageRoot } from '../../src/core/package.js';
import { sourceDigest } from '../../src/runner/engines/parts/source-digest.js';
import { descriptorOf, familyFixture, temporaryFolder } from './family-fixture.js';

const digestOf = async (build: ImageBuild): Promise<string> => sourceDigest(await collectContext(build));

describe.each(['node', 'python'] as const)('the source digest of a %s family', (runtime) => {
  it('is the same for the same files elsewhere, at another time', async () => {
    const family = familyFixture(runtime, { 'data/table.csv': '1,2\n' });
    const folder = temporaryFolder();
    cpSync(family.folder, folder, { recursive: true });
    utimesSync(join(folder, 'data/table.csv'), 1, 1);
    expect(await digestOf({ ...family, folder })).toBe(await digestOf(family));
  });

  it('changes with a file, the name of a file, the lock and the descriptors', async () => {
    const family = familyFixture(runtime);
    const seen = [await digestOf(family)];
    family.write('data/table.csv', '1,2\n');
    seen.push(await digestOf(family));
    family.write('data/table.csv', '1,3\n');
    seen.push(await digestOf(family));
    family.write('data/tables.csv', '');
    seen.push(await digestOf(family));
    family.write('requirements.lock', `six==1.17.0 --hash=sha256:${'0'.repeat(64)}\n`);
    seen.push(await digestOf(family));
    seen.push(await digestOf({ ...family, descriptors: { other: descriptorOf('other') } }));
    expect(new Set(seen).size).toBe(6);
  });

  it('does not change with what is made from the files or is for people', async () => {
    const family = familyFixture(runtime);
    const before = await digestOf(family);
    for (const path of ['README.md', '__pycache__/objective.pyc', '.env', '.git/HEAD', 'types.d.ts']) {
      family.write(path, 'x');
    }
    expect(await digestOf(family)).toBe(before);
  });
});

describe('the build context', () => {
  it('holds what a compiled family of the suite imports, at the same distance', async () => {
    const folder = join(packageRoot(), 'benchmarks', 'counting-ones');
    const paths = (await collectContext({ ...familyFixture('node'), folder })).map((file) => file.path);
    expect(paths).toContain('hport/dist/benchmarks/family/objective.js');
    expect(paths).toContain('hport/dist/containers/node/guest.js');
    expect(paths).toContain('hport/dist/src/protocol/benchmark.js');
    expect(paths.filter((path) => path.endsWith('.ts'))).toEqual([]);
  });

  it('follows imports, exports and JSON files, and packages with what they depend on', async () => {
    const folder = temporaryFolder();
    const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
    write('a.js', "import { b } from './b.js';\nimport './c.js';\nimport 'node:fs';\nexport * from './d.js';\n");
    write('b.js', "export const b = 'import from nowhere';\nconst late = () => import('./e.js');\n");
    write('c.js', "const text = new URL('./f.json', import.meta.url);\n// from './nowhere.js'\n");
    for (const name of ['d.js', 'e.js', 'f.json']) write(name, '');
    const { files, packages } = await importGraph([join(folder, 'a.js')]);
    expect(files).toEqual(['a.js', 'b.js', 'c.js', 'd.js', 'e.js', 'f.json'].map((name) => join(folder, name)));
    expect(packages.size).toBe(0);

    const schema = await importGraph([join(packageRoot(), 'dist', 'src', 'core', 'schema.js')]);
    expect([...schema.packages.keys()]).toEqual(expect.arrayContaining(['ajv', 'fast-uri', 'fastest-levenshtein']));
  });

  it('takes of the ONNX Runtime what runs in a container of this machine, and of other families nothing of it', async () => {
    const { folder } = familyFixture('node');
    const pathsOf = async (runtime: string): Promise<readonly string[]> =>
      (await collectContext({ ...familyFixture('node'), folder, runtime })).map(({ path }) => path);
    const packages = (await pathsOf('onnx')).filter((path) => path.includes('/onnxruntime-'));
    const code = packages.filter((path) => path.includes('/bin/'));
    expect(code.map((path) => path.slice(path.indexOf('/bin/')))).toEqual([
      `/bin/napi-v6/linux/${process.arch}/libonnxruntime.so.1`,
      `/bin/napi-v6/linux/${process.arch}/onnxruntime_binding.node`,
    ]);
    expect(packages).toContain('hport/node_modules/onnxruntime-node/dist/index.js');
    expect(packages).toContain('hport/node_modules/onnxruntime-common/dist/cjs/index.js');
    expect((await pathsOf('onnx')).filter((path) => /adm-zip|global-agent|\/script\//.test(path))).toEqual([]);
    expect((await pathsOf('node')).filter((path) => path.includes('onnx'))).toEqual([]);
  });

  it('says what is imported and not there', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.js'), "import { b } from './b.js';\n");
    await expect(importGraph([join(folder, 'a.js')])).rejects.toThrow(/b\.js is missing: it is not compiled/);
    writeFileSync(join(folder, 'a.js'), "import { b } from 'no-such-package/part';\n");
    await expect(importGraph([join(folder, 'a.js')])).rejects.toThrow(/no-such-package is missing/);
  });
});
