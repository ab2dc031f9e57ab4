import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { OPTIONAL_PACKAGES } from '../../src/core/optional-packages.js';
import { processIdentity } from '../../src/core/identity.js';
import { clean, diagnose } from '../../src/runner/doctor.js';
import { engineHere } from '../images/engine-here.js';
import { traces } from './engines/bench.js';

/** The number of a process that cannot be: the kernel's own limit is 2^22. */
const DEAD = `${2 ** 23}.1@${hostname()}`;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folderOf(identity: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'hport-'));
  writeFileSync(join(folder, 'runner'), identity);
  folders.push(folder);
  return folder;
}

function docker(...words: readonly string[]): void {
  const { status, stderr } = spawnSync('docker', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

describe('the doctor', () => {
  it('finds what there is, and says what the absence of the rest means', async () => {
    const findings = await diagnose();
    expect(findings.map(({ name }) => name)).toEqual([
      ...['node', 'docker', 'python', 'gpus', 'data'],
      ...OPTIONAL_PACKAGES.map(({ name }) => name),
    ]);
    for (const { message } of findings) expect(message).not.toBe('');
    if (engineHere) expect(findings[1]).toMatchObject({ status: 'ok' });
  });

  it('removes the folders of dead runners, and no others', async () => {
    const [dead, living] = [folderOf(DEAD), folderOf(processIdentity())];
    await clean();
    expect([existsSync(dead), existsSync(living)]).toEqual([false, true]);
  });

  it.skipIf(!engineHere)('removes the containers and volumes of dead runners, and no others', async () => {
    const identities = [DEAD, processIdentity()];
    for (const [index, identity] of identities.entries()) {
      const label = `org.hport.runner=${identity}`;
      docker('volume', 'create', '--label', label, `hport-test-doctor-${process.pid}-${index}`);
      docker('run', '-d', '--network', 'none', '--label', label, 'python:3.11-slim-bookworm', 'sleep', '600');
    }
    try {
      await clean();
      expect(await traces(DEAD)).toEqual([]);
      expect((await traces()).filter((trace) => !folders.some((folder) => folder.endsWith(trace)))).toHaveLength(2);
    } finally {
      const { stdout } = spawnSync('docker', ['ps', '-aq', '--filter', `label=org.hport.runner=${processIdentity()}`]);
      docker('rm', '-f', ...stdout.toString().trim().split('\n'));
      docker('volume', 'rm', `hport-test-doctor-${process.pid}-1`);
    }
  });
});
