import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.js';
import type { Comparison } from '../../src/analysis/comparison.js';
import { createReservoir } from '../../src/analysis/reservoir.js';
import { createRng } from '../../src/core/rng.js';
import { ERROR, writeStudy, type WrittenEvaluation, type WrittenStudy } from './study-fixture.js';

async function compared(
  evaluations: readonly WrittenEvaluation[],
  more: Partial<WrittenStudy> = {},
): Promise<Comparison> {
  const folder = join(mkdtempSync(join(tmpdir(), 'insights-')), 'study');
  const written = { benchmarks: { 'f.a': ERROR }, optimizers: ['one'], run: () => ({ evaluations }), ...more };
  const comparison = await analyse([writeStudy(folder, written)], { draws: 20, rankDraws: 20 });
  expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
  return comparison;
}

const at = (level: number, error: number, more: WrittenEvaluation = {}): WrittenEvaluation => ({
  level,
  metrics: { error },
  ...more,
});

describe('levels', () => {
  const halving = [
    at(3, 0.5),
    at(3, 0.4),
    at(3, 0.6),
    at(9, 0.3, { trial: 1, continues: 1 }),
    at(9, 0.35, { trial: 0, continues: 0 }),
  ];

  it('have their evaluations, their share of the budget, and the promotions that were the best of their level', async () => {
    const { levels } = await compared(halving);
    // Three thirds, and two that continue and cost two thirds each.
    expect(levels).toEqual([
      {
        benchmark: 'f.a',
        optimizer: 'one',
        level: 0.33,
        evaluations: 3,
        share: expect.closeTo(3 / 7, 12) as number,
        promotions: 0,
        paid: 0,
      },
      {
        benchmark: 'f.a',
        optimizer: 'one',
        level: 1,
        evaluations: 2,
        share: expect.closeTo(4 / 7, 12) as number,
        promotions: 2,
        paid: 1,
      },
    ]);
  });

  it('are correlated with full fidelity over the trials that were evaluated at both', async () => {
    const { correlations } = await compared([...halving, at(9, 0.2, { trial: 2 })]);
    // At a third 0.5, 0.4, 0.6; at the full 0.35, 0.3, 0.2.
    expect(correlations).toEqual([
      { benchmark: 'f.a', level: 0.33, trials: 3, spearman: expect.closeTo(-0.5, 12) as number },
    ]);
  });

  it('of fewer than three trials have no correlation', async () => {
    expect((await compared(halving)).correlations).toMatchObject([{ trials: 2, spearman: null }]);
  });
});

describe('workers', () => {
  const two = [
    at(9, 0.5, { worker: 0, start: 0, cost: 4 }),
    at(9, 0.4, { worker: 1, start: 0, cost: 1 }),
    at(9, 0.3, { worker: 0, start: 4, cost: 4 }),
  ];

  it('are idle for the time in which they have no evaluation', async () => {
    const { workers } = await compared(two, { workers: 2 });
    expect(workers).toEqual([{ benchmark: 'f.a', optimizer: 'one', workers: 2, runs: 1, idle: 1 - 9 / 16 }]);
  });

  it('have a timeline', async () => {
    const { timelines } = await compared(two, { workers: 2 });
    expect(timelines).toMatchObject([
      { worker: [0, 1, 0], start: [0, 0, 4], end: [4, 1, 8], trial: [0, 1, 2], cut: false },
    ]);
  });
});

describe('clocks', () => {
  it('are those of the run, of the optimizer where it is counted, and of the evaluations over all workers', async () => {
    const two = [at(9, 0.5, { worker: 0, start: 0, cost: 4 }), at(9, 0.4, { worker: 1, start: 0, cost: 3 })];
    const { clocks } = await compared(two, { workers: 2 });
    expect(clocks).toEqual([
      {
        ...{ benchmark: 'f.a', optimizer: 'one', clock: 'simulated', policy: 'zero', runs: 1 },
        ...{ seconds: 3, optimizerSeconds: null, evaluationSeconds: 7 },
      },
    ]);
  });
});

describe('failures', () => {
  it('are counted by kind, with what they cost', async () => {
    const { failures, runs } = await compared([
      at(9, 0.5, { cost: 5 }),
      { status: 'failed', cost: 2 },
      { status: 'failed', cost: 1 },
      { status: 'timed-out', cost: 1 },
      { status: 'cancelled', cost: 1 },
    ]);
    expect(failures.map(({ status, evaluations, cost, share }) => [status, evaluations, cost, share])).toEqual([
      ['failed', 2, 3, 0.3],
      ['timed-out', 1, 1, 0.1],
      ['cancelled', 1, 1, 0.1],
    ]);
    expect(runs[0]?.failures).toBe(3);
  });
});

describe('the importance of parameters', () => {
  const space = {
    parameters: ['x', 'y', 'z'].map((name) => ({ name, type: 'float', lower: 0, upper: 1 }) as const),
    conditions: [],
    forbidden: [],
  };
  const benchmarks = { 'f.a': { ...ERROR, space } };
  const rng = createRng('importance');
  const drawn = (error: (x: number, y: number) => number): WrittenEvaluation[] =>
    Array.from({ length: 300 }, () => {
      const [x, y, z] = [rng.float(), rng.float(), rng.float()];
      return { metrics: { error: error(x, y) }, configuration: { x, y, z } };
    });

  it('is the share of the variance that one explains alone', async () => {
    // Variances of 2x and y are 4/12 and 1/12.
    const { importance } = await compared(
      drawn((x, y) => (2 * x + y) / 3),
      { benchmarks },
    );
    const [x, y, z] = ['x', 'y', 'z'].map((name) => importance.find(({ parameter }) => parameter === name));
    expect(Math.abs((x?.share ?? 0) - 0.8)).toBeLessThan(0.1);
    expect(Math.abs((y?.share ?? 0) - 0.2)).toBeLessThan(0.1);
    expect(z?.share).toBeLessThan(0.02);
    expect(x?.fit).toBeGreaterThan(0.9);
    expect(x).toMatchObject({ evaluations: 300, from: 'all' });
  });

  it('is small for what acts only together', async () => {
    const { importance } = await compared(
      drawn((x, y) => (x > 0.5 === y > 0.5 ? 0.2 : 0.8)),
      { benchmarks },
    );
    expect(importance.reduce((sum, { share }) => sum + share, 0)).toBeLessThan(0.3);
  });

  it('is 0 where nothing varies, and unknown for few evaluations', async () => {
    const flat = await compared(
      drawn(() => 0.5),
      { benchmarks },
    );
    expect(flat.importance.map(({ share, fit }) => [share, fit])).toEqual([
      [0, null],
      [0, null],
      [0, null],
    ]);
    expect((await compared([at(9, 0.5)])).importance).toEqual([]);
  });

  it('is taken from random search alone where it is there', async () => {
    const evaluations = drawn((x) => x);
    const { importance } = await compared(evaluations, { benchmarks, optimizers: ['random-search', 'other'] });
    expect(importance[0]).toMatchObject({ evaluations: 300, from: 'random-search' });
  });
});

describe('several objectives', () => {
  const metrics = {
    error: {
      ...({ direction: 'minimize', role: 'objective' } as const),
      scale: { best: 0, exact: false, median: 1, how: 'by hand' },
    },
    accuracy: {
      ...({ direction: 'maximize', role: 'objective' } as const),
      scale: { best: 10, exact: false, median: 0, how: 'by hand' },
    },
  } as const;
  const more = { benchmarks: { 'f.a': { ...ERROR, metrics } }, objectives: ['error', 'accuracy'] };
  const points = [
    [0.5, 5],
    [0.6, 4],
    [0.2, 2],
    [0.5, 5],
  ].map(([error = 0, accuracy = 0]) => ({ metrics: { error, accuracy } }));

  it('have a front of points that no other dominates, in their own signs', async () => {
    expect((await compared(points, more)).fronts).toEqual([
      {
        benchmark: 'f.a',
        optimizer: 'one',
        objectives: ['error', 'accuracy'],
        points: [
          [0.2, 2],
          [0.5, 5],
        ],
      },
    ]);
  });

  it('have a hypervolume that grows over the budget, on the scale of the benchmark', async () => {
    const [curve] = (await compared(points, more)).hypervolumes;
    const volume = (share: number): number | undefined =>
      curve?.median[curve.x.findLastIndex((each) => each <= 10 * share * (1 + 1e-9))];
    // Normalised (0.5, 0.5): a quarter. With (0.2, 0.8) a further 0.3 x 0.2.
    // No step, and no entry, before the first point.
    expect(volume(0.05)).toBeUndefined();
    expect(volume(0.1)).toBeCloseTo(0.25, 12);
    expect(volume(1)).toBeCloseTo(0.31, 12);
  });

  it('are judged by their hypervolume, which is said', async () => {
    const { notes } = await compared(points, more);
    expect(notes.map(({ message }) => message).join('\n')).toMatch(
      /Ranks, tests, areas and speed-ups are those of the normalised hypervolume of each run/,
    );
  });

  it('of which one has no scale have a front, and no hypervolume, rank or test', async () => {
    const bare = { ...metrics, accuracy: { direction: 'maximize', role: 'objective' } } as const;
    const { fronts, hypervolumes, areas, attainment, notes } = await compared(points, {
      ...more,
      benchmarks: { 'f.a': { ...ERROR, metrics: bare } },
    });
    expect(fronts).toHaveLength(1);
    expect([hypervolumes, areas, attainment]).toEqual([[], [], []]);
    expect(notes.map(({ message }) => message).join('\n')).toMatch(/no reference of accuracy: no hypervolume is known/);
  });
});

describe('a reservoir', () => {
  it('is a uniform sample of a stream', () => {
    const counts = new Array<number>(20).fill(0);
    for (let round = 0; round < 4000; round++) {
      const reservoir = createReservoir<number>(5, createRng('reservoir', round));
      for (let i = 0; i < 20; i++) reservoir.offer(() => i);
      expect(reservoir.items).toHaveLength(5);
      for (const item of reservoir.items) counts[item] = (counts[item] as number) + 1;
    }
    // Each is kept 1000 times, with a standard deviation of 27.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });
});

describe('the configurations of a benchmark', () => {
  const space = {
    parameters: [
      { name: 'x', type: 'float', lower: 1, upper: 9, log: true },
      { name: 'kind', type: 'categorical', choices: ['a', 'b'] },
      { name: 'y', type: 'integer', lower: 0, upper: 4 },
    ],
    conditions: [{ child: 'y', when: { parameter: 'kind', equals: 'b' } }],
    forbidden: [],
  } as const;
  const benchmarks = { 'f.a': { ...ERROR, space } };
  const evaluations = [
    at(9, 0.5, { configuration: { x: 2, kind: 'a' } }),
    at(9, 0.3, { configuration: { x: 3, kind: 'b', y: 4 } }),
    at(9, 0.4, { configuration: { x: 4, kind: 'a' } }),
    at(9, 0.6, { configuration: { x: 3, kind: 'b', y: 4 } }),
    at(3, 0.1, { configuration: { x: 5, kind: 'a' } }),
    { status: 'failed', configuration: { x: 6, kind: 'a' } } as const,
    at(9, 0.45, { configuration: { x: 7, kind: 'a' } }),
  ];

  it('are those at full fidelity, the best three of each optimizer first and each once; what is inactive is null', async () => {
    const { configurations } = await compared(evaluations, { benchmarks });
    expect(configurations).toEqual([
      {
        benchmark: 'f.a',
        evaluations: 5,
        parameters: 3,
        axes: [
          { name: 'x', lower: 1, upper: 9, log: true, values: [] },
          { name: 'kind', lower: null, upper: null, log: false, values: ['a', 'b'] },
          { name: 'y', lower: 0, upper: 4, log: false, values: [] },
        ],
        configurations: [
          { optimizer: 'one', seed: 0, best: true, value: 0.3, configuration: [3, 'b', 4] },
          { optimizer: 'one', seed: 0, best: true, value: 0.4, configuration: [4, 'a', null] },
          { optimizer: 'one', seed: 0, best: true, value: 0.45, configuration: [7, 'a', null] },
          { optimizer: 'one', seed: 0, best: false, value: 0.5, configuration: [2, 'a', null] },
          { optimizer: 'one', seed: 0, best: false, value: 0.6, configuration: [3, 'b', 4] },
        ],
      },
    ]);
  });

  it('have their own sign where more is better', async () => {
    const upwards = { error: { ...ERROR.metrics['error'], direction: 'maximize' } } as typeof ERROR.metrics;
    const { configurations } = await compared(evaluations, {
      benchmarks: { 'f.a': { ...ERROR, space, metrics: upwards } },
    });
    expect(configurations[0]?.configurations.slice(0, 2).map(({ value }) => value)).toEqual([0.6, 0.5]);
  });

  it('are no more than a picture can hold, and have the most important parameters where there are many', async () => {
    const many = Array.from({ length: 12 }, (_, i) => ({ name: `p${i}`, type: 'float', lower: 0, upper: 1 }) as const);
    const rng = createRng('many');
    const drawn = Array.from({ length: 400 }, () => {
      const configuration = Object.fromEntries(many.map(({ name }) => [name, rng.float()]));
      return at(9, configuration['p11'] as number, { configuration });
    });
    const wide = { 'f.a': { ...ERROR, space: { parameters: many, conditions: [], forbidden: [] } } };
    const { configurations } = await compared(drawn, { benchmarks: wide });
    const [sample] = configurations;
    expect(sample).toMatchObject({ evaluations: 400, parameters: 12 });
    expect(sample?.axes.length).toBe(10);
    expect(sample?.axes.at(-1)?.name).toBe('p11');
    expect(sample?.configurations.length).toBeGreaterThanOrEqual(120);
    expect(sample?.configurations.length).toBeLessThanOrEqual(123);
  });
});
