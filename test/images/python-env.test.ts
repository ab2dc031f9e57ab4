import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensurePython } from '../../src/runner/engines/parts/python-env.js';
import { readLock } from '../../src/runner/engines/parts/lock-file.js';
import { containerTarget, wheelhouse } from '../../src/runner/engines/parts/wheelhouse.js';
import { temporaryFolder } from './family-fixture.js';
import { wheelFixture } from './wheel-fixture.js';

let cache: string;
let lockFile: string;

beforeEach(() => {
  cache = temporaryFolder();
  const wheels = wheelFixture();
  lockFile = join(wheels.folder, 'requirements.lock');
  writeFileSync(lockFile, wheels.lock);
  vi.stubEnv('XDG_CACHE_HOME', cache);
  vi.stubEnv('PIP_FIND_LINKS', wheels.folder);
  vi.stubEnv('PIP_NO_INDEX', '1');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

/** From here on nothing can be downloaded. */
const goOffline = (): void => void vi.stubEnv('PIP_FIND_LINKS', '/nowhere');

describe('a wheelhouse', () => {
  it('is filled once and then used offline', async () => {
    const target = containerTarget('x86_64');
    const first = await wheelhouse(await readLock(lockFile), target);
    goOffline();
    expect(await wheelhouse(await readLock(lockFile), target)).toBe(first);
    expect(readdirSync(first)).toEqual(['hport_answer-1.0-py3-none-any.whl']);
    expect(await Promise.allSettled([wheelhouse(await readLock(lockFile), containerTarget('aarch64'))])).toMatchObject([
      { status: 'rejected', reason: { code: 'infrastructure', details: { file: lockFile } } },
    ]);
  });

  it('takes no wheel that the hash does not fit, and leaves nothing behind', async () => {
    writeFileSync(lockFile, `hport-answer==1.0 --hash=sha256:${'0'.repeat(64)}\n`);
    await expect(wheelhouse(await readLock(lockFile), containerTarget('x86_64'))).rejects.toThrow(
      /cannot be downloaded[^]*hash/i,
    );
    expect(readdirSync(join(cache, 'hport', 'wheels'))).toEqual([]);
  });
});

describe('the Python of a process', () => {
  it("is the machine's own without a lock", async () => {
    expect(answer(await ensurePython(undefined), 'print(6 * 7)')).toBe('42\n');
  });

  it('has the packages of a lock, installed once', async () => {
    const [python, same] = await Promise.all([ensurePython(lockFile), ensurePython(lockFile)]);
    goOffline();
    expect([same, await ensurePython(lockFile)]).toEqual([python, python]);
    expect(answer(python, 'import hport_answer; print(hport_answer.ANSWER)')).toBe('42\n');
    expect(readdirSync(join(cache, 'hport', 'venvs'))).toHaveLength(1);
  });

  it('is missed in clear words', async () => {
    vi.stubEnv('HPORT_PYTHON', '/nowhere/python3');
    const looking = ensurePython(undefined);
    await expect(looking).rejects.toThrow('Python (/nowhere/python3) cannot be used: there is no such program');
  });
});

function answer(python: string, code: string): string {
  return spawnSync(python, ['-c', code], { encoding: 'utf8' }).stdout;
}
