import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createBars } from '../../src/cli/progress-bars.js';
import { createLines } from '../../src/cli/progress-lines.js';
import { createEstimate } from '../../src/cli/progress-state.js';
import { formatNumber, formatSeconds } from '../../src/cli/words.js';
import type { RunProgress } from '../../src/runner/summary.js';
import { resultOf, runsOf } from './results.js';

/** A run that goes on: how many evaluations, how much of the budget. */
async function steps(): Promise<(evaluations: number, spent: number, state?: RunProgress['state']) => RunProgress> {
  const [run] = await runsOf({});
  if (run === undefined) throw new Error('the sound recipe has runs');
  return (evaluations, spent, state = 'running') =>
    resultOf(run, evaluations === 0 ? undefined : { loss: -evaluations }, { evaluations, spent, state });
}

describe('without a terminal', () => {
  test('a run has a line at its start and its end, and one every five seconds', async () => {
    const step = await steps();
    let time = 0;
    const lines: string[] = [];
    const view = createLines({ note: (line) => void lines.push(line) }, 2, () => time);
    view.update(step(0, 0, 'waiting'));
    view.update(step(0, 0));
    for (const [at, evaluations, spent] of [
      [1000, 1, 0.1],
      [6000, 2, 0.25],
      [7000, 3, 0.3],
      [12_000, 4, 0.6],
    ] as const) {
      time = at;
      view.update(step(evaluations, spent));
    }
    view.note('a notice');
    view.update(step(5, 1, 'completed'));
    expect(lines).toEqual([
      'counting-ones.d8.hyperband.0: started',
      'counting-ones.d8.hyperband.0: 25 %, 2 evaluations, loss -2, about 18 s left',
      'counting-ones.d8.hyperband.0: 60 %, 4 evaluations, loss -4, about 8 s left',
      'a notice',
      'counting-ones.d8.hyperband.0: completed, 5 evaluations, loss -5, 90 s (1 of 2 runs)',
    ]);
  });
});

describe('on a terminal', () => {
  test('there is a line a run and one for the study, and no line that should stay is lost', async () => {
    const step = await steps();
    let drawn = '';
    const stderr = new Writable({
      write(chunk: Buffer, _, done): void {
        drawn += chunk.toString();
        done();
      },
    });
    const view = createBars({ stderr: Object.assign(stderr, { isTTY: true, columns: 200 }) }, 2);
    view.note('a notice');
    view.update(step(1, 0.1));
    view.update(step(2, 0.5));
    // Bars are drawn five times a second.
    await sleep(400);
    view.update(step(3, 1, 'completed'));
    view.note('the last notice');
    view.stop();
    expect(drawn).toContain('a notice\n');
    expect(drawn).toMatch(/counting-ones\.d8\.hyperband\.0: 2 evaluations, loss -2/);
    expect(drawn).toContain('counting-ones.d8.hyperband.0: completed, 3 evaluations, loss -3, 90 s\n');
    expect(drawn).toMatch(/study: 1 of 2 runs/);
    expect(drawn).toContain('the last notice\n');
  });
});

test('an estimate measures from the share that a resumed run begins with', () => {
  let time = 0;
  const estimate = createEstimate(() => time);
  expect(estimate.left(0.5)).toBe('');
  time = 10_000;
  expect(estimate.left(0.75)).toBe('about 10 s left');
});

test.each([
  [0.000123456, '0.0001235'],
  [-7.11234, '-7.112'],
  [12, '12'],
  [123456, '123500'],
  // Rounded up it would be infinite.
  [-Number.MAX_VALUE, '-1.798e+308'],
])('%d is written with four digits', (value, text) => expect(formatNumber(value)).toBe(text));

test.each([
  [0, '0 s'],
  [0.0581, '0.058 s'],
  [12.34, '12.3 s'],
  [200, '3 min 20 s'],
  [3599.9, '1 h 0 min'],
  [374_940, '104 h 9 min'],
])('%d seconds are written for people', (seconds, text) => expect(formatSeconds(seconds)).toBe(text));
