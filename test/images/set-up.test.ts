import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/core/package.js';
import { temporaryFolder } from './family-fixture.js';

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

let root: string;

/** A checkout of two files, whose npm is a program that writes down how it was called. */
beforeEach(() => {
  root = temporaryFolder();
  for (const name of ['package.json', 'package-lock.json', 'src/setup.mjs', 'src/hport.mjs']) {
    cpSync(join(packageRoot(), name), join(root, name));
  }
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(join(packageRoot(), 'node_modules', 'typescript'), join(root, 'node_modules', 'typescript'));
  const compilerOptions = {
    module: 'NodeNext',
    lib: ['ES2022'],
    types: [],
    strict: true,
    rootDir: '.',
    outDir: 'dist',
  };
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src/**/*.ts'] }));
  write(
    'npm-cli.js',
    "import { appendFileSync } from 'node:fs';\nappendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n');\n",
  );
  write('src/cli/main.ts', "export const main = (args: readonly string[]): number => (args[0] === 'no' ? 3 : 0);\n");
  write('src/a.ts', 'export const a: number = 1;\n');
  write('src/a.json', '{"a":1}\n');
});

describe('the set-up script', () => {
  it('installs and builds, and does nothing the second time', async () => {
    expect(await setUp()).toEqual({ code: 0, output: 'hport: installing packages ...\nhport: building ...\n' });
    expect(readFileSync(join(root, 'npm.log'), 'utf8')).toMatch(/^ci --ignore-scripts .*\n$/);
    expect(existsSync(join(root, 'dist/src/a.js'))).toBe(true);
    expect(readFileSync(join(root, 'dist/src/a.json'), 'utf8')).toBe('{"a":1}\n');
    expect(await setUp()).toEqual({ code: 0, output: '' });
    utimesSync(join(root, 'src/a.ts'), 1, 1);
    expect(await setUp()).toEqual({ code: 0, output: '' });
  });

  it('builds again when a source changes, and removes what has no source any more', async () => {
    await setUp();
    renameSync(join(root, 'src/a.ts'), join(root, 'src/b.ts'));
    expect((await setUp()).output).toBe('hport: building ...\n');
    expect([existsSync(join(root, 'dist/src/a.js')), existsSync(join(root, 'dist/src/b.js'))]).toEqual([false, true]);
    write('package-lock.json', '{"lockfileVersion":3}\n');
    expect((await setUp()).output).toBe('hport: installing packages ...\nhport: building ...\n');
  });

  it('shows what the compiler says, and is not fooled the next time', async () => {
    write('src/a.ts', "export const a: number = 'one';\n");
    for (let time = 0; time < 2; time++) {
      const failed = await setUp();
      expect(failed.code).toBe(1);
      expect(failed.output).toContain(
        "src/a.ts(1,14): error TS2322: Type 'string' is not assignable to type 'number'.",
      );
    }
  });

  it('may run twice at once', async () => {
    const both = await Promise.all([setUp(), setUp()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(
      both
        .map(({ output }) => output)
        .join('')
        .match(/building/g),
    ).toHaveLength(1);
  });

  it('takes the lock of a set-up that was killed', async () => {
    write('.cache/setup.lock/pid', '999999999');
    expect((await setUp()).code).toBe(0);
  });
});

describe('the program hport', () => {
  it('is made ready, gets its arguments and gives back the exit code', async () => {
    expect(await start('src/hport.mjs', 'yes')).toMatchObject({
      code: 0,
      output: expect.stringContaining('building') as string,
    });
    expect(await start('src/hport.mjs', 'no')).toEqual({ code: 3, output: '' });
  });
});

function setUp(): Promise<Ended> {
  return start('src/setup.mjs');
}

function start(...args: readonly string[]): Promise<Ended> {
  const env = { ...process.env, npm_execpath: join(root, 'npm-cli.js') };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, output }));
  });
}

function write(name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}
