import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { manifestText, writeFolder } from '../runner/manifest-fixture.js';
import { recipeText, write } from '../runner/recipe-fixture.js';
import { emptyFolder, hport, start } from './hport.js';

describe('a study', () => {
  test('ends with a table on stdout, its progress on stderr, and is not run twice into one folder', async () => {
    const file = await write(recipeText());
    const out = join(await emptyFolder(), 'study');
    const first = await hport('run', file, '--out', out);
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(
      /^benchmark +optimizer +runs +objective +incumbent +observed +best +normalised +evaluations +seconds$/m,
    );
    expect(first.stdout).toMatch(/^counting-ones\.d8 +hyperband +2 +loss +-\d/m);
    expect(first.stdout).toMatch(/^Clocks over 2 runs: run .* \(simulated\), optimizer .* s, benchmark .* s\.$/m);
    expect(first.stderr).toMatch(
      /^counting-ones\.d8\.hyperband\.1: completed, \d+ evaluations, loss .* \(2 of 2 runs\)$/m,
    );

    const second = await hport('run', file, '--out', out);
    expect(second).toMatchObject({ code: 2, stdout: '' });
    expect(second.stderr).toMatch(/the folder is already in use by a study/);

    const fresh = await hport('run', file, '--out', out, '--fresh', '--json');
    expect(fresh.code).toBe(0);
    const value = JSON.parse(fresh.stdout) as {
      comparison: { scores: unknown[] };
      runs: { id: string; state: string }[];
    };
    expect(value.runs.map(({ id, state }) => [id, state])).toEqual([
      ['counting-ones.d8.hyperband.0', 'completed'],
      ['counting-ones.d8.hyperband.1', 'completed'],
    ]);
    expect(value.comparison.scores).toHaveLength(1);

    const resumed = await hport('resume', out);
    expect(resumed.code).toBe(0);
    expect(resumed.stdout.split('\n').slice(0, 3)).toEqual(first.stdout.split('\n').slice(0, 3));
  });

  test('begins with the warnings of its plan, on stderr', async () => {
    const file = await write(recipeText({ workers: '{ count: 100 }' }));
    const { code, stderr } = await hport('run', file, '--out', join(await emptyFolder(), 'study'));
    expect(code).toBe(0);
    expect(stderr.split('\n')[0]).toMatch(/^warning: hyperband on counting-ones\.d8: no rung has more than 81 /);
  });

  test('is not made fresh in a folder of something else', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'thesis.tex'), '');
    const { code, stderr } = await hport('run', 'recipes/quickstart.yaml', '--out', folder, '--fresh');
    expect(code).toBe(2);
    expect(stderr).toMatch(/there is no study in this folder, so nothing in it is deleted/);
    expect(existsSync(join(folder, 'thesis.tex'))).toBe(true);
  });

  test('ends with code 1 when its benchmark cannot be started', async () => {
    const families = await writeFolder({ 'toy/benchmark.yaml': manifestText(), 'toy/objective.js': 'syntax error' });
    const file = await write(recipeText({ benchmarks: '[{ family: toy, instance: a }]' }));
    const out = join(await emptyFolder(), 'study');
    const { code } = await start(['run', file, '--out', out], { HPORT_BENCHMARKS: families }).ended;
    expect(code).toBe(1);
  });

  test('has one JSON document on stdout, whatever an objective inside the runner prints', async () => {
    const objective = `console.log('noise at import');
      export default { evaluate: () => { console.log('noise'); return { metrics: { loss: 1, test_loss: 1 }, cost: 1 }; } };`;
    const families = await writeFolder({ 'toy/benchmark.yaml': manifestText(), 'toy/objective.js': objective });
    const args = ['evaluate', 'toy', '--instance', 'a', '--engine', 'inline', '--json'];
    const { code, stdout, stderr } = await start(args, { HPORT_BENCHMARKS: families }).ended;
    expect({ code, outcome: (JSON.parse(stdout) as { outcome: unknown }).outcome }).toMatchObject({
      code: 0,
      outcome: { status: 'completed', metrics: { loss: 1 } },
    });
    expect(stderr).toMatch(/noise at import\nnoise\n/);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('that gets %s stops, says how to go on, and ends with code %i', async (signal, expected) => {
    const file = await write(recipeText({ budget: '{ fullEvaluations: 1.0e+6 }' }));
    const out = join(await emptyFolder(), 'study');
    const { child, ended } = start(['run', file, '--out', out]);
    while (!existsSync(join(out, 'runs', 'counting-ones.d8.hyperband.0.jsonl'))) await sleep(20);
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toContain(`Go on with: hport resume ${out}\n`);
    expect(existsSync(join(out, 'lock'))).toBe(false);
  });
});
