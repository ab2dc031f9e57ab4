import { join } from 'node:path';
import pico from 'picocolors';
import { describe, expect, test } from 'vitest';
import { analyseEnd } from '../../src/analysis/analyse-end.js';
import { studyJson, studyText } from '../../src/cli/study-report.js';
import { ERROR, losses, writeStudy, type WrittenRun, type WrittenStudy } from '../analysis/study-fixture.js';
import { call, emptyFolder } from './hport.js';
import { resultOf, runsOf } from './results.js';

const PLAIN = { colours: pico.createColors(false) };

const STUDY: WrittenStudy = {
  study: 'small',
  benchmarks: { 'f.a': ERROR },
  optimizers: ['random-search', 'hyperband'],
  seeds: [0, 1, 2],
  run: (_, optimizer, seed) => losses(optimizer === 'hyperband' ? [0.5, 0.2] : [0.9, 0.4 + seed / 10]),
};

async function folderOf(written: Partial<WrittenStudy>): Promise<string> {
  return writeStudy(join(await emptyFolder(), 'study'), { ...STUDY, ...written });
}

async function textOf(written: Partial<WrittenStudy> = {}): Promise<string> {
  const folder = await folderOf(written);
  return studyText({ folder, runs: [] }, await analyseEnd(folder), PLAIN);
}

describe('the end of a study', () => {
  test('has the incumbents with the medians and brackets of hport compare', async () => {
    const folder = await folderOf({});
    const own = studyText({ folder, runs: [] }, await analyseEnd(folder), PLAIN);
    const { stdout } = await call('compare', folder);
    for (const text of [own, stdout]) {
      expect(text).toMatch(/^f\.a +random-search +3 +error +0\.5 \[0\.4, 0\.6\] +0\.5 +0\.1 +0\.\d/m);
      expect(text).toMatch(/^ +hyperband +3 +error +0\.2 +0\.2 +0\.1 +0\.\d/m);
      expect(text).toMatch(/^small: 2 optimizers on 1 benchmark, 6 runs ended\.$/m);
    }
  });

  test('begins with the verdict, and has evaluations, failures and seconds', async () => {
    const failing: WrittenRun = { evaluations: [{ status: 'failed' }, { metrics: { error: 0.3 }, cost: 29 }] };
    const text = await textOf({ run: () => failing });
    expect(text).toMatch(/^small: 2 optimizers on 1 benchmark, 6 runs ended\.\nOn these benchmarks no difference/m);
    expect(text).toMatch(/^f\.a +random-search +3 +error +0\.3 .* 6 +3 +30$/m);
    expect(text).toMatch(/^Logs: /m);
  });

  test('counts a run without incumbent as infinitely bad, and says how many have one', async () => {
    const none: WrittenRun = { evaluations: [{ level: 1, metrics: { error: 0.1 } }] };
    const half = await textOf({ seeds: [0, 1], run: (_, __, seed) => (seed === 0 ? none : losses([0.3])) });
    expect(half).toMatch(/^f\.a +random-search +1 of 2 +error +none/m);
    expect(half).toMatch(/1 of 2 runs evaluated nothing at full fidelity/);
  });

  test('has the idle share of the workers, where there is any', async () => {
    const idle: WrittenRun = { evaluations: [{ metrics: { error: 0.3 }, cost: 2 }] };
    expect(await textOf({ workers: 2, run: () => idle })).toMatch(/^f\.a +random-search .* 2 +50 %$/m);
    expect(await textOf()).not.toMatch(/ idle$/m);
  });

  test('has a row an objective, and a table of hypervolumes', async () => {
    const scale = { best: 0, exact: true, median: 1, how: 'by hand' };
    const metrics = {
      error: { direction: 'minimize', role: 'objective', scale },
      size: { direction: 'minimize', role: 'objective', scale },
    } as const;
    const text = await textOf({
      benchmarks: { 'f.a': { ...ERROR, metrics } },
      objectives: ['error', 'size'],
      run: () => ({ evaluations: [{ metrics: { error: 0.5, size: 0.25 } }] }),
    });
    expect(text).toMatch(/^f\.a +random-search +3 +error +0\.5 /m);
    expect(text).toMatch(/^ +size +0\.25 /m);
    expect(text).toMatch(/^f\.a +random-search +3 +0\.375$/m);
  });

  test('says why a run failed, and what the three clocks say', async () => {
    const [first, second] = await runsOf({});
    if (first === undefined || second === undefined) throw new Error('the sound recipe has two runs');
    const failed = { state: 'failed' as const, error: new Error('the engine is gone') };
    const runs = [resultOf(first, { loss: -1, true_loss: -1 }), resultOf(second, undefined, failed)];
    const folder = await folderOf({});
    const comparison = await analyseEnd(folder);
    const text = studyText({ folder, runs }, comparison, PLAIN);
    expect(text).toMatch(/^counting-ones\.d8\.hyperband\.1 failed: the engine is gone$/m);
    expect(text).toMatch(/^Clocks over 2 runs: run 3 min 0 s \(simulated\), optimizer 1 s, benchmark 4 s\.$/m);
    expect(JSON.parse(JSON.stringify(studyJson({ folder, runs }, comparison)))).toMatchObject({
      comparison: { scores: [{ benchmark: 'f.a', runs: 3 }, {}] },
      runs: [{ id: 'counting-ones.d8.hyperband.0' }, { state: 'failed', error: 'the engine is gone' }],
    });
  });
});
