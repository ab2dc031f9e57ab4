import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { engineHere } from '../../images/engine-here.js';

const root = resolve(import.meta.dirname, '../../..');
const program = join(root, 'src/hport.mjs');
const recipe = join(root, 'recipes/counting-ones-docker.yaml');
const place = mkdtempSync(join(tmpdir(), 'hport-test-kill-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

function hport(...words: readonly string[]): number | null {
  return spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' }).status;
}

function logsOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(join(folder, 'runs')).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, 'runs', name), 'utf8')]));
}

/** Containers and volumes that a runner has made and that are still there. */
function leftOf(pid: number): string[] {
  const ask = (...words: readonly string[]): string[] => {
    const format = '{{.Label "org.hport.runner"}}';
    const { stdout } = spawnSync('docker', [...words, '--format', format], { encoding: 'utf8' });
    return stdout.split('\n').filter((label) => label.startsWith(`${pid}.`));
  };
  return [...ask('ps', '-a'), ...ask('volume', 'ls')];
}

describe.runIf(engineHere)('a docker study', () => {
  it('gives the logs of the inline engine, byte for byte', () => {
    expect(hport('run', recipe, '--out', join(place, 'inline'), '--engine', 'inline')).toBe(0);
    expect(hport('run', recipe, '--out', join(place, 'docker'))).toBe(0);
    expect(logsOf(join(place, 'docker'))).toEqual(logsOf(join(place, 'inline')));
  });

  it('that is killed leaves no container, and resumes to the same bytes', async () => {
    const whole = logsOf(join(place, 'inline'));
    for (const [turn, delay] of [900, 1400, 1900].entries()) {
      const folder = join(place, `killed-${turn}`);
      const child = spawn(process.execPath, [program, 'run', recipe, '--out', folder], { stdio: 'ignore' });
      await sleep(delay);
      child.kill('SIGKILL');
      const pid = child.pid as number;
      for (let look = 0; look < 60 && leftOf(pid).length > 0; look++) await sleep(100);
      expect(leftOf(pid)).toEqual([]);
      const begun = existsSync(join(folder, 'study.json'));
      expect(hport(...(begun ? ['resume', folder] : ['run', recipe, '--out', folder]))).toBe(0);
      expect(logsOf(folder)).toEqual(whole);
    }
  });
});

describe('a study on the virtual clock', () => {
  it('that is killed at random points resumes to the same bytes', async () => {
    const quick = join(root, 'recipes/counting-ones.yaml');
    const whole = join(place, 'whole');
    expect(hport('run', quick, '--out', whole)).toBe(0);
    for (let turn = 0; turn < 6; turn++) {
      const folder = join(place, `quick-${turn}`);
      const child = spawn(process.execPath, [program, 'run', quick, '--out', folder], { stdio: 'ignore' });
      await sleep(350 + 90 * turn);
      child.kill('SIGKILL');
      await new Promise((done) => child.once('exit', done));
      const begun = existsSync(join(folder, 'study.json'));
      expect(hport(...(begun ? ['resume', folder] : ['run', quick, '--out', folder]))).toBe(0);
      expect(logsOf(folder)).toEqual(logsOf(whole));
    }
  });
});
