import { execa } from 'execa';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedVersion, OPTIONAL_PACKAGES } from '../../src/core/optional-packages.js';

const root = resolve(import.meta.dirname, '../..');
const { optionalDependencies, scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
};
const optional = Object.keys(optionalDependencies);
const temporary = mkdtempSync(join(tmpdir(), 'hport-package-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

describe('the optional packages', () => {
  it('are all known to `hport doctor`, with the versions that are installed here', () => {
    expect(OPTIONAL_PACKAGES.map(({ name }) => name).sort()).toEqual(optional.sort());
    for (const name of optional) expect(installedVersion(name)).toBe(optionalDependencies[name]);
  });

  it('are not needed to compile', async () => {
    const folder = join(temporary, 'checkout');
    mkdirSync(folder);
    for (const name of ['src', 'benchmarks', 'containers', 'test', 'package.json', 'tsconfig.json'])
      symlinkSync(join(root, name), join(folder, name));
    linkPackages(join(root, 'node_modules'), join(folder, 'node_modules'));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    // Links as they stand: else the compiler would look beside the sources themselves, where the packages are.
    const options = ['-p', folder, '--noEmit', '--preserveSymlinks'];
    const { exitCode, stdout } = await execa(process.execPath, [tsc, ...options], { reject: false });
    expect([exitCode, stdout]).toEqual([0, '']);
  });
});

/** All packages but the optional ones. */
function linkPackages(from: string, to: string): void {
  for (const entry of readdirSync(from)) {
    const names = entry.startsWith('@') ? readdirSync(join(from, entry)).map((name) => `${entry}/${name}`) : [entry];
    for (const name of names.filter((each) => !optional.includes(each))) {
      mkdirSync(dirname(join(to, name)), { recursive: true });
      symlinkSync(join(from, name), join(to, name));
    }
  }
}

describe('the package, installed into an empty folder without its optional packages', () => {
  const folder = join(temporary, 'empty');
  const hport = async (...args: readonly string[]) =>
    await execa(join(folder, 'node_modules/.bin/hport'), args, { cwd: folder, reject: false, env: { NO_COLOR: '1' } });

  beforeAll(async () => {
    mkdirSync(folder);
    // The tests run on what was built; a build beside them would take it away for a moment.
    const packed = await execa('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', temporary], {
      cwd: root,
    });
    const [{ filename, files }] = JSON.parse(packed.stdout) as [{ filename: string; files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['dist/src/cli/main.js', 'benchmarks/mlp/requirements.lock', 'LICENSE']),
    );
    expect(paths.filter((path) => path.includes('test/'))).toEqual([]);
    await execa('npm', ['init', '--yes'], { cwd: folder });
    const options = ['--omit=optional', '--prefer-offline', '--no-audit', '--no-fund'];
    await execa('npm', ['install', ...options, join(temporary, filename)], { cwd: folder });
  }, 300_000);

  it('is built before it is packed', () => {
    expect(scripts['prepack']).toBe(scripts['build']);
  });

  it('starts, runs a recipe of its own, and exports it as CSV and Parquet', async () => {
    const recipe = join(folder, 'node_modules/hport/recipes/counting-ones.yaml');
    const run = await hport('run', recipe, '--out', 'study');
    expect([run.exitCode, run.stdout]).toEqual([0, expect.stringContaining('counting-ones')]);
    const exported = await hport('export', 'study', '--to', 'csv', 'parquet');
    expect([exported.exitCode, exported.stderr]).toEqual([0, '']);
  });

  it('can be imported', async () => {
    const script =
      "const { planRecipe, runStudy } = await import('hport'); console.log(typeof planRecipe, typeof runStudy)";
    const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder });
    expect(stdout).toBe('function function');
  });

  it('refuses a study that needs what is not installed, once and before anything is run', async () => {
    const recipe = join(folder, 'node_modules/hport/recipes/yahpo.yaml');
    for (const command of ['plan', 'run']) {
      const { exitCode, stderr } = await hport(command, recipe);
      expect(exitCode).toBe(1);
      expect(stderr.match(/the package onnxruntime-node is not installed/g)).toHaveLength(1);
      expect(stderr).toContain('npm install --include=optional');
    }
  });
});
