import pico from 'picocolors';
import { describe, expect, test } from 'vitest';
import { quartiles } from '../../src/cli/quantiles.js';
import { studyJson, studyText } from '../../src/cli/study-report.js';
import { resultOf, runsOf } from './results.js';

const PLAIN = { colours: pico.createColors(false) };

describe('the table at the end', () => {
  test('has medians and quartiles of the incumbents, their test values, optima and failures', async () => {
    const runs = await runsOf({ seeds: '{ count: 3 }', optimizers: '[{ name: random-search }, { name: hyperband }]' });
    const losses = [-5, -7, -6.12345, -3, -3, -3];
    const results = runs.map((run, index) => {
      const loss = losses[index] ?? 0;
      return resultOf(run, { loss, true_loss: loss / 2 }, { failures: index === 0 ? 2 : 0 });
    });
    expect(studyText({ folder: 'results/sound', runs: results }, PLAIN).split('\n')).toEqual([
      '',
      'benchmark         optimizer      runs  objective  incumbent                test                     optimum  evaluations  failures  seconds',
      'counting-ones.d8  random-search  3     loss       -6.123 [-6.562, -5.562]  -3.062 [-3.281, -2.781]  -8       30           2         90',
      'counting-ones.d8  hyperband      3     loss       -3                       -1.5                     -8       30                     90',
      '',
      'incumbent, test: median [quartiles] over seeds, at the highest fidelity; seconds: median on the clock of the run.',
      'Clocks over 6 runs: run 9 min 0 s (simulated), optimizer 3 s, benchmark 12 s.',
      'Logs: results/sound',
    ]);
  });

  test('has the idle share of the workers of each optimizer, where there is any', async () => {
    const runs = await runsOf({
      seeds: '{ count: 3 }',
      optimizers: '[{ name: asha }, { name: hyperband }]',
    });
    const idle = [0, 0, 0, 0.1, 0.25, 0.5];
    const results = runs.map((run, index) => resultOf(run, undefined, { idle: idle[index] ?? 0 }));
    const text = studyText({ folder: 'f', runs: results }, PLAIN);
    expect(text).toMatch(/evaluations +seconds +idle$/m);
    expect(text).toMatch(/^counting-ones\.d8 +asha .* 90$/m);
    expect(text).toMatch(/^counting-ones\.d8 +hyperband .* 90 +25 %$/m);
    expect(text).toMatch(/^idle: median share of the workers' time in which they had no evaluation\.$/m);
    expect(studyJson({ folder: 'f', runs: results })).toMatchObject({ comparison: [{ idle: 0 }, { idle: 0.25 }] });
  });

  test('says which runs have no incumbent, and why one failed', async () => {
    const [first, second] = await runsOf({});
    if (first === undefined || second === undefined) throw new Error('the sound recipe has two runs');
    const failed = { state: 'failed' as const, error: new Error('the engine is gone') };
    const runs = [resultOf(first, { loss: -1, true_loss: -1 }), resultOf(second, undefined, failed)];
    const text = studyText({ folder: 'f', runs }, PLAIN);
    expect(text).toMatch(/^counting-ones\.d8 +hyperband +1 of 2 +loss +-1 /m);
    expect(text).toMatch(/^counting-ones\.d8\.hyperband\.1 failed: the engine is gone$/m);
    const json = studyJson({ folder: 'f', runs });
    expect(JSON.parse(JSON.stringify(json))).toMatchObject({
      folder: 'f',
      comparison: [{ benchmark: 'counting-ones.d8', runs: 2, withIncumbent: 1 }],
      runs: [{ id: 'counting-ones.d8.hyperband.0' }, { state: 'failed', error: 'the engine is gone' }],
    });
  });

  test('has a row an objective', async () => {
    const [run] = await runsOf({
      benchmarks: '[{ family: mlp, instance: wine, objectives: [valid_error, num_weights] }]',
      optimizers: '[{ name: random-search }]',
      seeds: '[0]',
    });
    if (run === undefined) throw new Error('one run');
    const text = studyText(
      { folder: 'f', runs: [resultOf(run, { valid_error: 0.1, test_error: 0.2, num_weights: 1e6 })] },
      PLAIN,
    );
    expect(text).toMatch(/^mlp\.wine +random-search +1 +valid_error +0\.1 +0\.2 +10 +90$/m);
    expect(text).toMatch(/^ +num_weights +1000000$/m);
    expect(text).toMatch(/^Clocks over 1 run: run 90 s, /m);
  });
});

test('quartiles are interpolated as R and NumPy do by default', () => {
  expect(quartiles([])).toBeUndefined();
  expect(quartiles([3])).toEqual({ lower: 3, median: 3, upper: 3 });
  expect(quartiles([4, 1, 3, 2])).toEqual({ lower: 1.75, median: 2.5, upper: 3.25 });
});
