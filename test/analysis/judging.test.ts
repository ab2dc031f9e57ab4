import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.js';
import { analyseEnd } from '../../src/analysis/analyse-end.js';
import type { Comparison, Curve } from '../../src/analysis/comparison.js';
import type { DeclaredScale } from '../../src/core/metric.js';
import type { StudyBenchmark } from '../../src/log/study.js';
import { ERROR, writeStudy, type WrittenRun, type WrittenStudy } from './study-fixture.js';

/** Whose median random configuration is at 1. */
function scaleTo(best: number): DeclaredScale {
  return { best, exact: true, median: 1, how: 'written by the test' };
}

// What is seen is the truth, whose optimum is 0.1, with noise.
const NOISY: StudyBenchmark = {
  ...ERROR,
  metrics: {
    error: { direction: 'minimize', role: 'objective', lower: 0, upper: 1, optimum: 0, scale: scaleTo(0) },
    test_error: { direction: 'minimize', role: 'test', of: 'error', lower: 0, upper: 1 },
    true_error: { direction: 'minimize', role: 'test', of: 'error', exact: true, optimum: 0.1, scale: scaleTo(0.1) },
  },
};

type Pair = readonly [seen: number, truth: number];

function runOf(pairs: readonly Pair[]): WrittenRun {
  return {
    evaluations: pairs.map(([error, truth]) => ({ metrics: { error, true_error: truth, test_error: 0.7 } })),
  };
}

async function folderOf(written: Partial<WrittenStudy>): Promise<string> {
  const study = { benchmarks: { 'f.a': NOISY }, optimizers: ['random-search'], run: () => runOf(LUCKY), ...written };
  return Promise.resolve(writeStudy(join(mkdtempSync(join(tmpdir(), 'judging-')), 'study'), study));
}

async function compared(written: Partial<WrittenStudy> = {}): Promise<Comparison> {
  return analyse([await folderOf(written)], { draws: 50, rankDraws: 50 });
}

/** The second looks best and is not. */
const LUCKY: readonly Pair[] = [
  [0.5, 0.4],
  [0.2, 0.6],
  [0.3, 0.2],
];

function curve({ curves }: Comparison, view: Curve['view']): Curve {
  return curves.find((each) => each.view === view && each.clock === 'evaluations') as Curve;
}

describe('a benchmark with the value without noise', () => {
  it('has incumbents that are chosen by what the optimizer saw, and judged by that value', async () => {
    const { scores, runs, benchmarks } = await compared();
    expect(scores.at(-1)).toMatchObject({ objective: 'error', value: 0.6, observed: 0.2, test: 0.7 });
    expect(runs[0]).toMatchObject({ incumbent: 0.6, observed: 0.2, test: 0.7 });
    expect(benchmarks[0]?.objectives[0]).toMatchObject({
      name: 'error',
      exact: 'true_error',
      test: { name: 'test_error' },
    });
  });

  it('has the scale of that value, and the rest of it from the objective', async () => {
    const { scores, benchmarks } = await compared();
    // The optimum 0.1 is its own, the bound 1 that of the objective.
    expect(benchmarks[0]?.objectives[0]?.normaliser).toMatchObject({ best: 0.1, bestFrom: 'optimum' });
    expect(scores.at(-1)?.regret).toBeCloseTo(0.5, 12);
  });

  it('has curves that may rise, beside those of what was seen', async () => {
    const comparison = await compared();
    expect(curve(comparison, 'full')).toMatchObject({ metric: 'true_error', x: [1, 2, 10], median: [0.4, 0.6, 0.6] });
    expect(curve(comparison, 'observed')).toMatchObject({ metric: 'error', x: [1, 2, 10], median: [0.5, 0.2, 0.2] });
  });

  it('is won by who is better in truth, and not by who was luckier', async () => {
    const { pairs, ranks, withinBenchmarks } = await compared({
      optimizers: ['random-search', 'honest'],
      seeds: [0, 1, 2, 3, 4],
      run: (_, optimizer, seed) => runOf(optimizer === 'honest' ? [[0.4 + seed / 100, 0.3]] : LUCKY),
    });
    expect(pairs.at(-1)?.benchmarks).toMatchObject({ wins: 0, losses: 1 });
    expect(ranks.find(({ optimizer, family }) => optimizer === 'honest' && family === null)?.mean.at(-1)).toBe(1);
    expect(withinBenchmarks[0]).toMatchObject({ first: 'random-search', delta: -1 });
  });

  it('counts a target as reached when the incumbent was there first, also where it rose again', async () => {
    const { speedUps, runLengths } = await compared({
      optimizers: ['random-search', 'early'],
      run: (_, optimizer) =>
        runOf(
          optimizer === 'early'
            ? [
                [0.5, 0.4],
                [0.4, 0.8],
              ]
            : [
                [0.9, 0.9],
                [0.8, 0.4],
              ],
        ),
    });
    expect(speedUps.map(({ target, own, factor }) => [target, own, factor])).toEqual([
      [0.4, 2, 1],
      [0.4, 1, 2],
    ]);
    expect(runLengths.at(-1)).toMatchObject({ optimizer: 'early', successes: 1, expected: 1 });
  });

  it('has an area under the regret of that value', async () => {
    const { areas } = await compared({
      run: () =>
        runOf([
          [0.5, 0.1],
          [0.2, 1],
        ]),
    });
    // 1 for a tenth of the budget, 0 for a tenth, then 1.
    expect(areas[0]?.linear).toBeCloseTo(0.9, 10);
  });

  it('has no judged incumbent where the value is missing for the configuration that was chosen', async () => {
    const { scores } = await compared({
      run: () => ({ evaluations: [{ metrics: { error: 0.5, true_error: 0.5 } }, { metrics: { error: 0.4 } }] }),
    });
    expect(scores.at(-1)).toMatchObject({ runs: 1, withIncumbent: 0, value: null, observed: 0.4 });
  });

  it('is said to be judged so', async () => {
    const { notes } = await compared();
    expect(notes.map(({ message }) => message).join('\n')).toMatch(
      /chosen by error, as the optimizer saw it, and judged by true_error/,
    );
  });
});

describe('several objectives', () => {
  const metrics = {
    error: { direction: 'minimize', role: 'objective', lower: 0, upper: 1, optimum: 0, scale: scaleTo(0) },
    size: { direction: 'minimize', role: 'objective', lower: 0, upper: 1, optimum: 0, scale: scaleTo(0) },
  } as const;
  const two = { ...ERROR, metrics };
  const points = (values: readonly (readonly number[])[]): WrittenRun => ({
    evaluations: values.map(([error = 1, size = 1]) => ({ metrics: { error, size } })),
  });

  it('are compared by hypervolume, and not by the first', async () => {
    const written: Partial<WrittenStudy> = {
      benchmarks: { 'f.a': two },
      optimizers: ['first', 'both'],
      objectives: ['error', 'size'],
      seeds: [0, 1, 2, 3, 4],
      run: (_, optimizer) => points(optimizer === 'first' ? [[0.1, 0.9]] : [[0.4, 0.4]]),
    };
    const { lead, hypervolumes, scores, pairs, areas, runs } = await compared(written);
    // 0.9 x 0.1 against 0.6 x 0.6.
    expect(hypervolumes.map(({ optimizer, median }) => [optimizer, Number(median.at(-1)?.toFixed(12))])).toEqual([
      ['first', 0.09],
      ['both', 0.36],
    ]);
    expect(lead?.optimizers.map(({ optimizer, rank }) => [optimizer, rank])).toEqual([
      ['both', 1],
      ['first', 2],
    ]);
    expect(pairs.at(-1)?.benchmarks).toMatchObject({ losses: 1 });
    expect(areas.find(({ optimizer }) => optimizer === 'both')?.linear).toBeCloseTo(0.1 + 0.9 * 0.64, 10);
    expect(runs[0]?.hypervolume).toBeCloseTo(0.09, 12);
    const last = scores.filter(({ share, optimizer }) => share === 1 && optimizer === 'both');
    expect(last.map(({ objective, value }) => [objective, value])).toEqual([
      ['error', 0.4],
      ['size', 0.4],
    ]);
  });

  it('have volumes of three dimensions', async () => {
    const three = { ...two, metrics: { ...metrics, energy: { ...metrics.size } } };
    const { hypervolumes } = await compared({
      benchmarks: { 'f.a': three },
      objectives: ['error', 'size', 'energy'],
      run: () => ({
        evaluations: [
          { metrics: { error: 0.5, size: 0.5, energy: 0.5 } },
          { metrics: { error: 0.25, size: 0.75, energy: 0.75 } },
        ],
      }),
    });
    // A cube of 1/8, and 3/4 x 1/4 x 1/4 of which 1/2 x 1/4 x 1/4 lie in it.
    expect(hypervolumes[0]?.median.at(-1)).toBeCloseTo(1 / 8 + 3 / 64 - 2 / 64, 12);
  });

  it('have the volume of the true values of the front that was seen, which can shrink', async () => {
    const noisy = {
      ...two,
      metrics: {
        ...metrics,
        true_error: { direction: 'minimize', role: 'test', of: 'error', exact: true, optimum: 0, scale: scaleTo(0) },
      },
    } as const;
    const { hypervolumes, fronts } = await compared({
      benchmarks: { 'f.a': noisy },
      objectives: ['error', 'size'],
      run: () => ({
        evaluations: [
          { metrics: { error: 0.5, size: 0.5, true_error: 0.5 } },
          { metrics: { error: 0.1, size: 0.4, true_error: 0.9 } },
        ],
      }),
    });
    expect(hypervolumes[0]?.x).toEqual([1, 2, 10]);
    expect(hypervolumes[0]?.median.map((volume) => Number(volume.toFixed(12)))).toEqual([0.25, 0.06, 0.06]);
    expect(fronts[0]?.points).toEqual([[0.9, 0.4]]);
  });
});

describe('the analysis at the end of a study', () => {
  it('has the numbers of the whole one', async () => {
    const folder = await folderOf({
      benchmarks: { 'f.a': NOISY, 'g.b': ERROR },
      optimizers: ['random-search', 'hyperband'],
      seeds: [0, 1, 2],
      run: (_, optimizer, seed) =>
        seed === 2 && optimizer === 'hyperband'
          ? { evaluations: [{ level: 1, metrics: { error: 0.1, true_error: 0.1 } }] }
          : runOf([
              [0.5 + seed / 10, 0.4],
              [0.2, 0.5 - seed / 20],
            ]),
    });
    const [whole, end] = [await analyse([folder]), await analyseEnd(folder)];
    expect(end.scores).toEqual(whole.scores.filter(({ share }) => share === 1));
    // A run without incumbent counts as infinitely bad, and is counted.
    expect(end.scores.find(({ optimizer }) => optimizer === 'hyperband')).toMatchObject({ runs: 3, withIncumbent: 2 });
    expect(end.lead).toEqual(whole.lead);
    expect([end.runs, end.workers, end.benchmarks, end.notes]).toEqual([
      whole.runs,
      whole.workers,
      whole.benchmarks,
      whole.notes,
    ]);
  });
});

describe('a fidelity of one level', () => {
  const one: StudyBenchmark = {
    ...ERROR,
    fidelities: [{ name: 'epochs', type: 'integer', lower: 9, upper: 9, continuation: false, unit: 'epochs' }],
  };
  const said = async (written: Partial<WrittenStudy>): Promise<string> =>
    (await compared(written)).notes.map(({ message }) => message).join('\n');

  it('makes Hyperband random search, which is said, and identical runs are no evidence', async () => {
    const written: Partial<WrittenStudy> = {
      benchmarks: { 'f.a': one },
      optimizers: ['random-search', 'hyperband'],
      fidelities: { hyperband: 'one' },
      run: () =>
        runOf([
          [0.5, 0.5],
          [0.3, 0.3],
        ]),
    };
    expect(await said(written)).toMatch(/one level only.*random search here/);
    expect(await said(written)).toMatch(/Each run of random-search found the same as that of hyperband/);
    const apart = {
      ...written,
      run: (_: string, optimizer: string) =>
        runOf([
          [0.5, 0.5],
          [optimizer === 'hyperband' ? 0.3 : 0.4, 0.3],
        ]),
    };
    expect(await said(apart)).not.toMatch(/identical/);
    expect(await said({ ...written, benchmarks: { 'f.a': ERROR } })).not.toMatch(/one level/);
  });
});

describe('curves', () => {
  it('have their steps where the evaluations are, and end with the budget', async () => {
    const run = runOf([0.9, 0.8, 0.7, 0.7, 0.7, 0.7, 0.7, 0.3, 0.9, 0.9].map((value): Pair => [value, value]));
    const comparison = await compared({ run: () => run });
    expect(curve(comparison, 'full')).toMatchObject({ x: [1, 2, 3, 8, 10], median: [0.9, 0.8, 0.7, 0.3, 0.3] });
  });

  it('stay small, and keep first, last and what is an 800th of an axis apart', async () => {
    const count = 5000;
    const pairs = Array.from({ length: count }, (_, i): Pair => [1 - i / count, 1 - i / count]);
    const comparison = await compared({ run: () => runOf(pairs), budget: { evaluations: count } });
    const { x, median } = curve(comparison, 'full');
    expect(x.length).toBeLessThan(1600);
    expect([x[0], x[1], x[2], x.at(-1)]).toEqual([1, 2, 3, count]);
    x.forEach((at, index) => expect(median[index]).toBeCloseTo(1 - (at - 1) / count, 12));
    const gaps = x.slice(1).map((at, index) => at - (x[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(count / 800 + 1);
  });
});
