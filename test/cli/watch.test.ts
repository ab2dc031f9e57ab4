import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runFile } from '../../src/log/study.js';
import { ERROR, losses, writeStudy } from '../analysis/study-fixture.js';
import { call, emptyFolder, hport, start } from './hport.js';

async function study(): Promise<string> {
  return writeStudy(join(await emptyFolder(), 'study'), {
    benchmarks: { 'f.a': ERROR },
    optimizers: ['random-search'],
    seeds: [0, 1],
    run: (_, __, seed) => (seed === 0 ? losses([0.5, 0.4]) : { ...losses([0.5]), reason: null }),
  });
}

describe('hport watch', () => {
  test('serves what `hport compare --json` says, names its address in one JSON document, and ends with Ctrl-C', async () => {
    const folder = await study();
    const { child, ended } = start(['watch', folder, '--json']);
    const first = await new Promise<string>((resolve) => child.stdout?.once('data', (chunk) => resolve(String(chunk))));
    const { address } = JSON.parse(first) as { address: string };
    await expect.poll(async () => (await fetch(`${address}summary.json`)).status, { timeout: 30_000 }).toBe(200);
    const { runs } = (await (await fetch(`${address}summary.json`)).json()) as { runs: unknown };
    const compared = JSON.parse((await call('compare', folder, '--json')).stdout) as { runs: unknown };
    expect(runs).toEqual(compared.runs);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toEqual({ address, folders: [folder] });
    expect(stderr).toMatch(/stopped: 1 of 2 runs ended, and no runner is at work; `hport resume` goes on/);
  }, 60_000);

  test('keeps the last page when a log is damaged meanwhile, and says file and line', async () => {
    const folder = await study();
    const { child, ended } = start(['watch', folder]);
    const first = await new Promise<string>((resolve) => child.stdout?.once('data', (chunk) => resolve(String(chunk))));
    const page = async (): Promise<string> => (await fetch(first.trim())).text();
    await expect.poll(page, { timeout: 30_000 }).toContain('id="anytime"');
    const log = runFile(folder, 'f.a.random-search.1');
    appendFileSync(log, 'damage\n');
    await expect.poll(page, { timeout: 30_000 }).toContain(`${log}:4: the log is damaged`);
    expect(await page()).toContain('id="anytime"');
    child.kill('SIGTERM');
    const { code, stderr } = await ended;
    expect(code).toBe(143);
    expect(stderr).toContain(`error: ${log}:4: the log is damaged`);
  }, 60_000);

  test('leaves when all runs have ended, if asked to', async () => {
    const folder = join(await emptyFolder(), 'later');
    const watching = hport('watch', folder, '--wait', '--until-end');
    const ran = await hport('run', 'recipes/counting-ones.yaml', '--out', folder);
    expect(ran.code).toBe(0);
    const { code, stderr } = await watching;
    expect(stderr).toMatch(/ended: all of 40 runs/);
    expect(code).toBe(0);
  }, 90_000);

  test('refuses a folder that is not there, and a port that is none', async () => {
    const folder = join(await emptyFolder(), 'nowhere');
    expect(await call('watch', folder)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/nowhere: there is no such folder\n.* wait for it with --wait/) as string,
    });
    mkdirSync(folder);
    expect(await call('watch', folder, '--port', '70000')).toMatchObject({ code: 2 });
    const one = await study();
    expect((await call('watch', one, one)).stderr).toContain('the folder is named twice');
  });

  test('explains itself', async () => {
    const { code, stdout } = await call('watch', '--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(/Examples:\n {2}hport watch results\/quickstart/);
  });
});
