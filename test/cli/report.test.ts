import { readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../src/analysis/comparison.js';
import { ERROR, losses, writeStudy, type WrittenStudy } from '../analysis/study-fixture.js';
import { call, emptyFolder } from './hport.js';

const SMALL: WrittenStudy = {
  study: 'small',
  benchmarks: { 'f.a': ERROR, 'g.b': ERROR },
  optimizers: ['random-search', 'hyperband'],
  seeds: [0, 1],
  run: (_, optimizer, seed) => losses(optimizer === 'hyperband' ? [0.5, 0.2 + seed / 100] : [0.9, 0.8, 0.4]),
};

async function folderOf(written: WrittenStudy): Promise<string> {
  return writeStudy(join(await emptyFolder(), 'study'), written);
}

describe('hport report', () => {
  test('writes beside the runs if it is not told where, and says what it wrote', async () => {
    const folder = await folderOf(SMALL);
    const { code, stdout, stderr } = await call('report', folder);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/report\.html: \d+ figures, \d+ tables\n/);
    const out = join(folder, 'report');
    expect(readdirSync(out).sort()).toEqual(['figures', 'report.html', 'summary.json', 'tables']);
    const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as Comparison;
    expect(summary.studies).toMatchObject([{ study: 'small', ended: 8 }]);
    expect(readFileSync(join(out, 'tables', 'scores.csv'), 'utf8')).toMatch(/^f\.a,hyperband,100,error,2,2,0\.20/m);
  });

  test('brings two studies together, in JSON if asked', async () => {
    const [one, other] = [await folderOf(SMALL), await folderOf({ ...SMALL, study: 'other', optimizers: ['asha'] })];
    const out = join(await emptyFolder(), 'both');
    const { code, stdout } = await call('report', one, other, '--out', out, '--json');
    expect(code).toBe(0);
    const answer = JSON.parse(stdout) as { page: string; figures: number };
    expect(answer).toMatchObject({ folder: out, page: join(out, 'report.html'), notices: [] });
    expect(readdirSync(join(out, 'figures')).filter((name) => name.endsWith('.svg')).length).toBe(answer.figures);
    expect(readFileSync(answer.page, 'utf8')).toContain('<h1>small, other</h1>');
  });

  test.each([
    ['one optimizer with one seed', { optimizers: ['asha'], seeds: [0], benchmarks: { 'f.a': ERROR } }],
    ['a study of which no run has begun', { run: () => undefined }],
    ['a study in which all failed', { run: () => ({ evaluations: [{ status: 'failed' }] }) }],
    ['unfinished runs', { run: () => ({ ...losses([0.5]), reason: null }) }],
    ['ties everywhere', { run: () => losses([0.5]) }],
    ['missing pairs', { run: (b, o) => (b === 'f.a' && o === 'hyperband' ? undefined : losses([0.5, 0.3])) }],
  ] satisfies [string, Partial<WrittenStudy>][])('makes a page of %s', async (_, difference) => {
    const folder = await folderOf({ ...SMALL, ...difference });
    const { code, stdout } = await call('report', folder, '--json');
    expect(code, stdout).toBe(0);
    const page = readFileSync(join(folder, 'report', 'report.html'), 'utf8');
    expect(page.replace(/<script>.*<\/script>/s, '')).not.toMatch(/NaN|Infinity|undefined/);
    expect(page).toContain('to know before believing a number');
  });

  test('refuses a folder that is no study, and one to write to that holds something else', async () => {
    const folder = await emptyFolder();
    expect(await call('report', folder)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('there is no study in this folder') as string,
    });
    await mkdir(join(folder, 'mine'));
    const full = await call('report', await folderOf(SMALL), '--out', folder);
    expect(full.code).toBe(2);
    expect(full.stderr).toMatch(/something in it that is no report\n {2}Name another one with --out, or remove it\./);
  });

  test('explains itself', async () => {
    const { code, stdout } = await call('report', '--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(/--out <dir>/);
    expect(stdout).toMatch(/Examples:\n {2}hport report results\/quickstart/);
  });
});
