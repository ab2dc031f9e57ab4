import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/core/package.js';
import { takeLock } from '../../src/core/lock.js';
import { lockFolder } from '../../src/runner/lock.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folderOf(...deadOwners: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'hport-test-lock-'));
  folders.push(folder);
  deadOwners.forEach((owner, index) => {
    writeFileSync(join(folder, index === 0 ? 'lock' : `lock.${deadOwners[index - 1] ?? ''}`), owner);
  });
  return folder;
}

function isLocked(folder: string): boolean {
  const lock = takeLock(join(folder, 'lock'));
  if (lock.held) lock.release();
  return !lock.held;
}

const [DEAD, DEAD_TOO] = [`${2 ** 23}.1@${hostname()}`, `${2 ** 23 + 1}.1@${hostname()}`];

/** A runner of its own that takes the folder when told to, says whether it got it, and ends when its input does. */
function taker(folder: string): { readonly take: () => Promise<boolean>; readonly end: () => Promise<void> } {
  const lock = pathToFileURL(join(packageRoot(), 'dist/src/runner/lock.js')).href;
  const code = `
    import { lockFolder } from ${JSON.stringify(lock)};
    process.stdout.write('r');
    process.stdin.once('data', () => {
      try { lockFolder(${JSON.stringify(folder)}); process.stdout.write('y'); } catch { process.stdout.write('n'); }
    });
    process.stdin.once('end', () => process.exit());`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['pipe', 'pipe', 'inherit'] });
  const next = (): Promise<string> =>
    new Promise((resolve) => child.stdout.once('data', (data: Buffer) => resolve(data.toString())));
  const ready = next();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    take: async () => {
      await ready;
      const answer = next();
      child.stdin.write('go');
      return (await answer) === 'y';
    },
    end: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

describe('the lock of a study', () => {
  it('is had by one runner at a time, and leaves nothing', () => {
    const folder = folderOf();
    const unlock = lockFolder(folder);
    expect(isLocked(folder)).toBe(true);
    expect(() => lockFolder(folder)).toThrow(/another runner \(process \d+\.\d+@.*\) is at work in this folder/);
    unlock();
    expect(isLocked(folder)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
    lockFolder(folder)();
  });

  it.each([[[DEAD]], [[DEAD, DEAD_TOO]], [['', DEAD]], [['no identity at all']]])(
    'of dead owners %j is taken over, and leaves nothing',
    (owners) => {
      const folder = folderOf(...owners);
      expect(isLocked(folder)).toBe(false);
      const unlock = lockFolder(folder);
      expect(isLocked(folder)).toBe(true);
      expect(() => lockFolder(folder)).toThrow(/another runner/);
      unlock();
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('of another machine is respected: nobody can tell from here whether it is dead', () => {
    expect(() => lockFolder(folderOf(`1.1@not-${hostname()}`))).toThrow(/another runner .* at work in this folder/);
  });

  it.each([[[]], [[DEAD]], [[DEAD, DEAD_TOO]]])(
    'goes to exactly one of many who take it at the same time (dead owners: %j)',
    { timeout: 60_000 },
    async (owners) => {
      const folder = folderOf(...owners);
      const takers = Array.from({ length: 6 }, () => taker(folder));
      const got = await Promise.all(takers.map(({ take }) => take()));
      expect(got.filter(Boolean)).toHaveLength(1);
      expect(isLocked(folder)).toBe(true);
      await Promise.all(takers.map(({ end }) => end()));
      expect(isLocked(folder)).toBe(false);
      lockFolder(folder)();
      expect(readdirSync(folder)).toEqual([]);
    },
  );
});
