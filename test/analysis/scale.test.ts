import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.js';
import type { Comparison } from '../../src/analysis/comparison.js';
import { normaliserOf } from '../../src/analysis/normaliser.js';
import { ERROR, losses, writeStudy, type WrittenStudy } from './study-fixture.js';

const objective = { direction: 'minimize', role: 'objective' } as const;

async function compared(written: Partial<WrittenStudy>): Promise<Comparison> {
  const folder = join(mkdtempSync(join(tmpdir(), 'scale-')), 'study');
  const study = { benchmarks: { 'f.a': ERROR }, optimizers: ['one'], run: () => losses([0.5]), ...written };
  return analyse([writeStudy(folder, study)], { draws: 20, rankDraws: 20 });
}

describe('the scale of normalised regret', () => {
  it('is what the benchmark declares, and neither a bound nor what was observed', () => {
    const known = { lower: 0, upper: 1, observed: [0.1, 4.7e34], optimum: 0.2 } as const;
    expect(normaliserOf({ ...objective, ...known })).toMatchObject({ best: 0.2, reference: null });
    const scale = { best: 0.2, exact: false, median: 0.4, how: '10,000 uniform draws' };
    expect(normaliserOf({ ...objective, ...known, scale })).toEqual({
      ...{ best: 0.2, bestFrom: 'known', reference: 0.4, how: scale.how },
    });
    expect(normaliserOf({ ...objective, lower: 0, upper: 1, observed: [0, 1] })).toBeNull();
  });

  it('has no width where half of all configurations are as good as the best', () => {
    const scale = { best: 1, exact: true, median: 1, how: '' };
    expect(normaliserOf({ ...objective, scale })).toMatchObject({ best: 1, reference: null });
    const maximised = { direction: 'maximize', role: 'objective' } as const;
    expect(normaliserOf({ ...maximised, scale: { ...scale, median: 0.5 } })).toMatchObject({ reference: 0.5 });
  });

  it('ends at 1 in means, however bad a run is, and says so', async () => {
    const { areas, regrets, scores, notes } = await compared({ run: () => losses([4.7e34]) });
    expect(areas[0]?.linear).toBe(1);
    expect(regrets[0]?.mean.at(-1)).toBe(1);
    expect(scores.at(-1)?.normalised).toBeGreaterThan(1e34);
    expect(notes.map(({ message }) => message).join()).toMatch(
      /on f\.a ended worse than the median random configuration/,
    );
  });

  it('goes below 0 where a run beats the best that is known, and says so', async () => {
    const metrics = { error: { ...objective, scale: { best: 0.1, exact: false, median: 1, how: '' } } };
    const { scores, notes } = await compared({
      benchmarks: { 'f.a': { ...ERROR, metrics } },
      seeds: [0, 1],
      run: (_, __, seed) => losses([seed === 0 ? 0.05 : 0.5]),
    });
    expect(notes.find(({ benchmark }) => benchmark === 'f.a')?.message).toBe(
      '1 of 2 runs found better than the best known value of error, 0.1 (up to 0.05): their regret is below 0.',
    );
    expect(scores.at(-1)?.normalised).toBeCloseTo((0.275 - 0.1) / 0.9, 12);
  });

  it('is missed in one note, however many benchmarks have none', async () => {
    const bare = { ...ERROR, metrics: { error: objective } };
    const names = Array.from({ length: 9 }, (_, i) => `f.a${i}`);
    const { notes } = await compared({ benchmarks: Object.fromEntries(names.map((name) => [name, bare])) });
    const said = notes.filter(({ message }) => message.includes('No scale'));
    expect(said).toHaveLength(1);
    expect(said[0]?.message).toMatch(/^No scale is declared of f\.a0, f\.a1, .* and 3 more/);
  });
});
