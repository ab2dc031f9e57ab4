import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.js';
import type { Comparison } from '../../src/analysis/comparison.js';
import { createRng } from '../../src/core/rng.js';
import { ERROR, losses, writeStudy, type WrittenStudy } from './study-fixture.js';

// The optimum of `error` is 0.1, its bound 1.
const NAMES = ['f.a', 'f.b', 'g.a'];
const benchmarks = Object.fromEntries(NAMES.map((name) => [name, ERROR]));

async function compared(written: Partial<WrittenStudy>): Promise<Comparison> {
  const folder = join(mkdtempSync(join(tmpdir(), 'regrets-')), 'study');
  const study = { benchmarks, optimizers: ['one'], run: () => losses([0.5]), ...written };
  return analyse([writeStudy(folder, study)], { draws: 20, rankDraws: 20 });
}

/** Ten drawn losses, the same for the same names. */
const drawn: WrittenStudy['run'] = (benchmark, optimizer, seed) => {
  const rng = createRng('regret-curves', benchmark, optimizer, seed);
  return losses(Array.from({ length: 10 }, () => 0.1 + 0.9 * rng.float()));
};

describe('mean normalised regrets', () => {
  it('are 1 until there is an incumbent, and then the mean over benchmarks of the mean over runs', async () => {
    const values: Readonly<Record<string, number>> = { 'f.a': 0.1, 'f.b': 0.55, 'g.a': 1 };
    const { regrets } = await compared({ run: (benchmark) => losses([values[benchmark] ?? 0]), seeds: [0, 1] });
    const all = regrets.find(({ family }) => family === null);
    expect(regrets.map(({ family, benchmarks: count }) => [family, count])).toEqual([
      [null, 3],
      ['f', 2],
      ['g', 1],
    ]);
    // The first of ten evaluations.
    const first = all?.share.findIndex((share) => share >= 0.1) ?? 0;
    expect(all?.mean.slice(0, first).every((mean) => mean === 1)).toBe(true);
    expect(all?.mean[first]).toBeCloseTo((0 + 0.5 + 1) / 3, 12);
    expect(all?.lower.every((lower) => lower === null)).toBe(true);
  });

  it('do not move when another optimizer comes, whatever it finds', async () => {
    const seeds = [0, 1, 2];
    const alone = await compared({ run: drawn, seeds, optimizers: ['one', 'two'] });
    const best: WrittenStudy['run'] = (benchmark, optimizer, seed) =>
      optimizer === 'better' ? losses([0.1]) : drawn(benchmark, optimizer, seed);
    const joined = await compared({ run: best, seeds, optimizers: ['better', 'one', 'two'] });
    for (const label of ['one', 'two']) {
      const own = ({ regrets }: Comparison): unknown => regrets.filter(({ optimizer }) => optimizer === label);
      expect(own(joined)).toEqual(own(alone));
    }
  });

  it('have the mean of the areas under the regret as their mean over the budget', async () => {
    const { regrets, areas } = await compared({ run: drawn, seeds: [0, 1] });
    const all = regrets.find(({ family }) => family === null);
    const mean = areas.reduce((sum, { linear }) => sum + linear, 0) / areas.length;
    const { share = [], mean: heights = [] } = all ?? {};
    const area = share.reduce((sum, at, index) => sum + (heights[index - 1] ?? 1) * (at - (share[index - 1] ?? 0)), 0);
    expect(area).toBeCloseTo(mean, 10);
  });

  it('leave out what has no scale, and what has not ended', async () => {
    const unknown = { ...ERROR, metrics: { error: { direction: 'minimize', role: 'objective' } } } as typeof ERROR;
    const { regrets } = await compared({
      benchmarks: { 'f.a': ERROR, 'f.b': unknown, 'g.a': ERROR },
      run: (benchmark) => (benchmark === 'g.a' ? { ...losses([0.5]), reason: null } : losses([0.5])),
    });
    expect(regrets.map(({ family, benchmarks: count }) => [family, count])).toEqual([
      [null, 1],
      ['f', 1],
    ]);
  });
});
