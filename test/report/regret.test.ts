import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/analysis/comparison.js';
import { flooredRegrets } from '../../src/report/figures/parts/floored-regrets.js';
import { overTime } from '../../src/report/figures/parts/over-time.js';
import regret from '../../src/report/figures/regret.js';
import { createPalette } from '../../src/report/palette.js';
import { renderSvg } from '../../src/report/render.js';
import { comparison } from './comparison.js';

const palette = createPalette(['asha']);
const whole = comparison({ optimizers: ['asha'], benchmarks: ['one.a'] });

type Changed = Partial<Comparison['benchmarks'][number]['objectives'][number]>;
function drawn(change: Changed, median?: readonly number[]): ReturnType<typeof regret.draw> {
  const benchmarks = whole.benchmarks.map(({ objectives: [first], ...rest }) => ({
    ...rest,
    objectives: [{ ...(first as (typeof whole.benchmarks)[0]['objectives'][0]), ...change }],
  }));
  const curves = whole.curves.map((curve) =>
    median === undefined ? curve : { ...curve, median, medianLower: median, medianUpper: median.map((m) => m + 0.1) },
  );
  return regret.draw({ ...whole, benchmarks, curves }, palette);
}

interface Line {
  readonly y: number;
  readonly tip: string;
}
const lines = (figures: ReturnType<typeof regret.draw>): Line[] =>
  (figures[0]?.spec['datasets'] as { lines: Line[] }).lines;
const MEDIAN = [0.9, 0.5, 0.3, 0.2, 0.1, 0.1];
const normaliser = { best: 0.1, bestFrom: 'optimum', reference: 0.6, how: 'by hand' } as const;

describe('the regret over time', () => {
  it('is the distance to the best in units of that to the reference', () => {
    const figures = drawn({ normaliser }, [0.9, 0.6, 0.5, 0.4, 0.3, 0.2]);
    expect(lines(figures).map(({ y }) => Number(y.toPrecision(6)))).toEqual([1.6, 1, 0.8, 0.6, 0.4, 0.2]);
    expect(figures[0]?.caption).toContain(
      'its distance to the known optimum (0.1), in units of the distance from there to the median random configuration (0.6);',
    );
    expect(figures[0]?.caption).not.toContain('broken line');
  });

  it('has no place for what is worse than ten times the median random configuration', () => {
    const figures = drawn({ normaliser }, [4.7e34, 0.6, 0.5, 0.4, 0.3, 0.2]);
    expect(lines(figures).map(({ y }) => Number(y.toPrecision(6)))).toEqual([10, 1, 0.8, 0.6, 0.4, 0.2]);
    expect(JSON.stringify(lines(figures)[0])).toContain('e+34');
  });

  it('is not normalised where the benchmark has no reference, and not drawn where it has no best value', () => {
    const figures = drawn(
      { normaliser: { ...normaliser, reference: null, how: null } },
      [0.9, 0.6, 0.5, 0.4, 0.3, 0.2],
    );
    expect(lines(figures).map(({ y }) => Number(y.toPrecision(6)))).toEqual([0.8, 0.5, 0.4, 0.3, 0.2, 0.1]);
    expect(JSON.stringify(figures[0]?.spec)).toContain('"title":"regret (fraction)"');
    expect(drawn({ normaliser: null })).toEqual([]);
  });

  it('falls where more is better, with bands the right way round', () => {
    const figures = drawn(
      { direction: 'maximize', normaliser: { ...normaliser, best: 1, reference: 0 } },
      [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
    );
    expect(lines(figures).map(({ y }) => Number(y.toPrecision(6)))).toEqual([0.9, 0.8, 0.7, 0.6, 0.5, 0.4]);
    const { bands } = figures[0]?.spec['datasets'] as { bands: { lower: number; upper: number }[] };
    expect(bands.every(({ lower, upper }) => lower < upper)).toBe(true);
  });

  it('that is 0 lies on a line of its own that says what was found; its tip stays 0', async () => {
    const figures = drawn({ normaliser }, MEDIAN);
    const last = lines(figures).at(-1);
    expect(last?.y).toBeGreaterThan(0);
    expect(last?.tip).toMatch(/^asha: 0 \(0 to 0.2\)/);
    expect(figures[0]?.caption).toContain(
      'What is not worse than that has no logarithm, and is drawn on the broken line.',
    );
    expect(await renderSvg(figures[0]?.spec ?? {})).toContain('optimum found');
    const reported = drawn({ normaliser: { ...normaliser, bestFrom: 'known' } }, MEDIAN);
    expect(await renderSvg(reported[0]?.spec ?? {})).not.toContain('optimum found');
  });

  it('can be drawn where all is optimal from the first evaluation on', async () => {
    const figures = drawn({ normaliser: { ...normaliser, best: 1 }, direction: 'minimize' }, [1, 1, 1, 1, 1, 1]);
    for (const { spec } of figures) expect(await renderSvg(spec)).toContain('optimum found');
  });
});

describe('regrets for a log axis', () => {
  const series = (y: readonly (number | null)[]): Parameters<typeof flooredRegrets>[0][number] => ({
    ...{ optimizer: 'a', x: y.map((_, i) => i), y, lower: y, upper: y, tip: () => '' },
  });

  it('are left alone where all are positive', () => {
    expect(flooredRegrets([series([null, 2, 1])])).toMatchObject({ series: [{ y: [null, 2, 1] }], floor: undefined });
  });

  it('are lifted to half of the smallest positive one, also those that rounding left', () => {
    const found = flooredRegrets([series([2, 0.5, 1e-17]), series([1, 0, -3])]);
    expect(found).toMatchObject({ floor: 0.25, top: 2, series: [{ y: [2, 0.5, 0.25] }, { y: [1, 0.25, 0.25] }] });
  });
});

describe('curves over time', () => {
  const x = Array.from({ length: 61 }, (_, i) => 10 ** (i / 20 - 3));
  const series = [{ optimizer: 'a', x, y: x.map((at) => 1 - at), tip: (index: number) => `entry ${index}` }];
  const words = { name: 'n', title: 't', heading: 'h', subtitle: 's', caption: 'c.', family: null, clock: null };
  const axes = { x: { title: 'time' }, y: { title: 'value' } };

  it('have a linear axis too where that is wanted, and only then say which one they have', () => {
    const both = overTime({ ...words, alsoLinear: true, series, ...axes }, palette);
    expect(both.map(({ name, time }) => [name, time])).toEqual([
      ['n', 'log'],
      ['n-linear', 'linear'],
    ]);
    const one = overTime({ ...words, alsoLinear: false, series, ...axes }, palette);
    expect(one.map(({ name, time }) => [name, time])).toEqual([['n', undefined]]);
  });

  const tipsOf = (figure: ReturnType<typeof overTime>[number] | undefined): string[] =>
    (figure?.spec['datasets'] as { lines: Line[] }).lines.map(({ tip }) => tip);

  it('leave out only what falls on one pixel with the entry before, and keep the ends', () => {
    const many = Array.from({ length: 5000 }, (_, i) => i + 1);
    const all = [{ optimizer: 'a', x: many, y: many.map((at) => 1 / at), tip: (index: number) => `entry ${index}` }];
    const [log, linear] = overTime({ ...words, alsoLinear: true, series: all, ...axes }, palette);
    for (const figure of [log, linear]) {
      expect(tipsOf(figure).length).toBeLessThan(810);
      expect([tipsOf(figure)[0], tipsOf(figure).at(-1)]).toEqual(['a: entry 0', 'a: entry 4999']);
    }
    // On a logarithmic axis the first evaluations are far apart.
    expect(tipsOf(log).slice(0, 4)).toEqual([0, 1, 2, 3].map((index) => `a: entry ${index}`));
    // On a linear one the last tenth has as many entries as the first.
    expect(tipsOf(linear).filter((tip) => Number(tip.slice(8)) >= 4500).length).toBeGreaterThan(75);
  });

  it('keep all of few entries on both axes', () => {
    for (const figure of overTime(
      {
        ...words,
        alsoLinear: true,
        series: [{ ...series[0], x: [1, 2, 4, 8, 10], y: [5, 4, 3, 2, 2], optimizer: 'a', tip: String }],
        ...axes,
      },
      palette,
    )) {
      expect(tipsOf(figure)).toEqual(['a: 0', 'a: 1', 'a: 2', 'a: 3', 'a: 4']);
    }
  });
});
