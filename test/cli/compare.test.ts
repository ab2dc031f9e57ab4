import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../src/analysis/comparison.js';
import { ERROR, losses, writeStudy, type WrittenStudy } from '../analysis/study-fixture.js';
import { recipeText, write } from '../runner/recipe-fixture.js';
import { call, emptyFolder } from './hport.js';

const names = Array.from({ length: 6 }, (_, i) => `${i < 3 ? 'f' : 'g'}.b${i}`);

/** Hyperband is better than random search on six benchmarks of two families, and sooner. */
const SIX: WrittenStudy = {
  study: 'six',
  benchmarks: Object.fromEntries(names.map((name) => [name, ERROR])),
  optimizers: ['random-search', 'hyperband'],
  fidelities: { hyperband: 'one' },
  seeds: [0, 1, 2],
  run: (_, optimizer, seed) =>
    losses(optimizer === 'hyperband' ? [0.5 + seed / 100, 0.2, 0.15] : [0.9, 0.8, 0.7, 0.6 + seed / 100]),
};

async function folderOf(written: WrittenStudy): Promise<string> {
  return writeStudy(join(await emptyFolder(), 'study'), written);
}

describe('hport compare', () => {
  test('gives a verdict, the tables that it rests on, and what is missing', async () => {
    const { code, stdout } = await call('compare', await folderOf(SIX));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^six: 2 optimizers on 6 benchmarks, 36 runs ended\.$/m);
    expect(stdout).toMatch(
      /^On these benchmarks hyperband is better than random-search at the end of the budget \(two-sided rank test over runs, Holm: p < 0\.001\)\.$/m,
    );
    expect(stdout).toMatch(/^Mean ranks at the end of the budget, of 2: hyperband 1\.00, random-search 2\.00\.$/m);
    expect(stdout).toMatch(
      /^By their medians over 6 benchmarks the optimizers differ \(Friedman p = 0\.014\): hyperband is first, and all others differ from it by Nemenyi at 0\.05\.$/m,
    );
    expect(stdout).toMatch(/^f\.b0 +random-search +3 +error +0\.61 \[0\.6, 0\.62\] +0\.61 +0\.1 .* 1 x$/m);
    expect(stdout).toMatch(/^ +hyperband +3 +error +0\.15 .* 4 x$/m);
    expect(stdout).toMatch(
      /^random-search : hyperband +0\/6\/0 +0\/0\/6 p 0\.031 \([sw]\) +0\/0\/6 p 0\.031 \([sw]\)$/m,
    );
    expect(stdout).toMatch(/^p: two-sided, small where the two differ; /m);
    expect(stdout).toMatch(/^multi- : single-fidelity +hyperband : random-search .* 6\/0\/0 p 0\.016 \([sw]\)$/m);
    expect(stdout).toMatch(/^p: one-sided, small where the first is better; /m);
    expect(stdout).toMatch(/^g +hyperband +3 /m);
  });

  test('is one JSON document if asked', async () => {
    const { stdout } = await call('compare', await folderOf(SIX), '--json');
    const comparison = JSON.parse(stdout) as Comparison;
    expect(comparison.studies).toMatchObject([{ study: 'six', planned: 36, begun: 36, ended: 36 }]);
    expect(comparison.settings.seed).toBe(0);
  });

  test('describes one optimizer with one seed, and says what that is not', async () => {
    const alone = { ...SIX, benchmarks: { 'f.a': ERROR }, optimizers: ['hyperband'], seeds: [0] };
    const { code, stdout } = await call('compare', await folderOf(alone));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^six: 1 optimizer on 1 benchmark, 1 run ended\.\n\nbenchmark/);
    expect(stdout).toMatch(/one optimizer[^]*one seed[^]*one benchmark/);
    expect(stdout).not.toMatch(/rank|NaN|Infinity|undefined/);
  });

  test('names no winner within noise, and says who is behind', async () => {
    const offset: Readonly<Record<string, number>> = { a: 0.2, b: 0.2005, c: 0.7 };
    const close: WrittenStudy = {
      ...SIX,
      optimizers: ['a', 'b', 'c'],
      run: (_, optimizer, seed) => losses([(offset[optimizer] ?? 0) + ((seed * 7) % 3) / 100]),
    };
    const { stdout } = await call('compare', await folderOf(close));
    expect(stdout).toMatch(
      /^On these benchmarks no difference is shown at the end of the budget between a and b\. c is behind a \(two-sided rank test over runs, Holm: p < 0\.001\)\.$/m,
    );
  });

  test('says that all are equal where all are', async () => {
    const equal = { ...SIX, run: () => losses([0.5]) };
    const { stdout } = await call('compare', await folderOf(equal));
    expect(stdout).toMatch(
      /^On these benchmarks no difference is shown at the end of the budget between random-search and hyperband\.$/m,
    );
    expect(stdout).toMatch(/^By their medians over 6 benchmarks all optimizers are equal\.$/m);
    // Nothing but ties is no evidence.
    expect(stdout).toMatch(/^random-search : hyperband +0\/6\/0 +0\/6\/0 +0\/6\/0$/m);
  });

  test('shows what there is of a study that has hardly begun, or in which all failed', async () => {
    const none = await call('compare', await folderOf({ ...SIX, run: () => undefined }));
    expect(none).toMatchObject({ code: 0 });
    expect(none.stdout).toMatch(/No run has begun: there is nothing to compare\./);
    const failed = await call(
      'compare',
      await folderOf({ ...SIX, run: () => ({ evaluations: [{ status: 'failed' }] }) }),
    );
    expect(failed.code).toBe(0);
    expect(failed.stdout).toMatch(/^f\.b0 +random-search +0 of 3 +error +none/m);
    expect(failed.stdout).toMatch(
      /^- f\.b0, random-search; f\.b0, hyperband; f\.b1, random-search and 9 more: In 3 of 3 runs all evaluations failed/m,
    );
    expect(failed.stdout).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('reads a study that was really run', async () => {
    const out = join(await emptyFolder(), 'study');
    expect((await call('run', await write(recipeText()), '--out', out)).code).toBe(0);
    const { code, stdout } = await call('compare', out);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^counting-ones\.d8 +hyperband +2 +loss +-\d/m);
  });

  test('refuses a folder that is no study, and a seed that is none', async () => {
    const folder = await emptyFolder();
    const missing = await call('compare', folder);
    expect(missing).toMatchObject({ code: 2, stdout: '' });
    expect(missing.stderr).toMatch(/there is no study in this folder\n {2}Name a folder that `hport run` has made\./);
    const seed = await call('compare', folder, '--seed', '-1');
    expect(seed).toMatchObject({ code: 2 });
    expect(seed.stderr).toMatch(/Expected a whole number from 0\./);
  });
});
