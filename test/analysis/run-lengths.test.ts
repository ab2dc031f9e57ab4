import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.js';
import type { Comparison } from '../../src/analysis/comparison.js';
import { ERROR, losses, writeStudy, type WrittenStudy } from './study-fixture.js';

async function compared(written: WrittenStudy): Promise<Comparison> {
  const folder = join(mkdtempSync(join(tmpdir(), 'run-lengths-')), 'study');
  return await analyse([writeStudy(folder, written)], { draws: 20, rankDraws: 20 });
}

/** Losses by optimizer and seed. */
function study(table: Readonly<Record<string, readonly (readonly number[])[]>>): WrittenStudy {
  return {
    benchmarks: { 'f.a': ERROR },
    optimizers: Object.keys(table),
    seeds: [0, 1],
    run: (_, optimizer, seed) => losses(table[optimizer]?.[seed] ?? []),
  };
}

const RANDOM = [
  [0.9, 0.8, 0.7, 0.6, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
  [0.9, 0.85, 0.7, 0.7, 0.7, 0.7, 0.7, 0.6, 0.6, 0.4],
];

describe('run-length-based targets', () => {
  it('are the best values of random search whose expected running time is within a share of the budget', async () => {
    const { runLengths } = await compared(study({ 'random-search': RANDOM }));
    // After 1 evaluation 0.9. After 3, 0.7: both are there at 3, and 0.6 takes (4 + 8) / 2. After 10: 0.4 takes (10 + 10) / 1,
    // 0.5 (5 + 10) / 2.
    expect(runLengths.map(({ targetShare, target, expected }) => [targetShare, target, expected])).toEqual([
      [0.1, 0.9, 1],
      [0.3, 0.7, 3],
      [1, 0.5, 7.5],
    ]);
  });

  it('are the same whoever else is there', async () => {
    const alone = await compared(study({ 'random-search': RANDOM }));
    const both = await compared(study({ 'random-search': RANDOM, other: [[0.2], [0.3]] }));
    expect(both.runLengths.filter(({ optimizer }) => optimizer === 'random-search')).toEqual(alone.runLengths);
  });

  it('are not there without random search', async () => {
    const { runLengths, profiles, attainment } = await compared(study({ one: RANDOM, two: RANDOM }));
    expect(runLengths).toEqual([]);
    expect(profiles).toEqual([]);
    expect(attainment.every(({ targets }) => targets === 'fixed')).toBe(true);
  });
});

describe('the expected running time', () => {
  it('counts what failures spent, over successes, and is unknown without one', async () => {
    const { runLengths } = await compared(
      study({ 'random-search': RANDOM, lucky: [[0.3], [0.95]], never: [[0.95], [0.95]] }),
    );
    const of = (name: string): unknown[] =>
      runLengths.filter(({ optimizer }) => optimizer === name).map(({ successes, expected }) => [successes, expected]);
    // One is there after 1 evaluation, the other never in 10: (1 + 10) / 1.
    expect(of('lucky')).toEqual([
      [1, 11],
      [1, 11],
      [1, 11],
    ]);
    expect(of('never')).toEqual([
      [0, null],
      [0, null],
      [0, null],
    ]);
  });
});

describe('performance profiles', () => {
  it('count problems solved within a factor of the best', async () => {
    const fast = [
      [0.9, 0.9, 0.5],
      [0.9, 0.9, 0.5],
    ];
    const { profiles } = await compared(study({ 'random-search': RANDOM, fast, never: [[0.95], [0.95]] }));
    const solved = (name: string, factor: number): number | undefined => {
      const curve = profiles.find(({ optimizer }) => optimizer === name);
      return curve?.solved[curve.factor.findLastIndex((each) => each <= factor)];
    };
    // Expected running times of the three targets: random search 1, 3, 7.5; fast 1, 3, 3.
    expect([solved('random-search', 1), solved('fast', 1), solved('never', 1)]).toEqual([2 / 3, 1, 0]);
    expect([solved('random-search', 2.4), solved('random-search', 3)]).toEqual([2 / 3, 1]);
    expect(solved('never', 100)).toBe(0);
    expect(profiles[0]?.problems).toBe(3);
  });
});

describe('the distribution of run lengths', () => {
  it('is the share of pairs of runs and fixed targets that are reached', async () => {
    // Regrets from 1 to 10^-5, five a decade: 26. 0.19 is a regret of 0.1, which 6 of them are not below; 0.1 is 0, below all.
    const { attainment } = await compared(study({ one: [[0.19], [0.95, 0.1]] }));
    const curve = attainment.find(({ family }) => family === null);
    expect(curve).toMatchObject({ optimizer: 'one', targets: 'fixed', pairs: 52 });
    const at = (share: number): number | undefined =>
      curve?.reached[curve.share.findLastIndex((each) => each <= share * (1 + 1e-9))];
    expect(at(0.05)).toBe(0);
    expect(at(0.1)).toBeCloseTo((6 + 1) / 52, 12);
    expect(at(0.3)).toBeCloseTo((6 + 26) / 52, 12);
  });
});
