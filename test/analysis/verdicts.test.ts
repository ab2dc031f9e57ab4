import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.js';
import type { Comparison } from '../../src/analysis/comparison.js';
import { createRng } from '../../src/core/rng.js';
import { ERROR, losses, writeStudy, type WrittenStudy } from './study-fixture.js';

async function compared(written: WrittenStudy): Promise<Comparison> {
  const folder = join(mkdtempSync(join(tmpdir(), 'verdicts-')), 'study');
  return await analyse([writeStudy(folder, written)], { draws: 50, rankDraws: 400 });
}

/** Constant losses of an optimizer on every benchmark, ten evaluations each. */
function flat(table: Readonly<Record<string, readonly number[]>>, more: Partial<WrittenStudy> = {}): WrittenStudy {
  const count = Object.values(table)[0]?.length ?? 0;
  return {
    benchmarks: Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i < 4 ? 'f' : 'g'}.b${i}`, ERROR])),
    optimizers: Object.keys(table),
    run: (benchmark, optimizer) =>
      losses(new Array<number>(10).fill(table[optimizer]?.[Number(benchmark.slice(3))] ?? 1)),
    ...more,
  };
}

describe('the area under the regret', () => {
  it('is the mean normalised regret over the budget, 1 until there is an incumbent', async () => {
    // Optimum 0.1, bound 1: losses of 0.55 and 0.19 are regrets of 0.5 and 0.1.
    const { areas } = await compared({
      benchmarks: { 'f.a': ERROR },
      optimizers: ['one'],
      run: () => losses([0.55, 0.55, 0.55, 0.55, 0.19, 0.9]),
    });
    expect(areas).toHaveLength(1);
    expect(areas[0]?.linear).toBeCloseTo(0.1 * 1 + 0.4 * 0.5 + 0.5 * 0.1, 10);
    // From a thousandth to a tenth of the budget lie 2 of 3 decades.
    expect(areas[0]?.log).toBeCloseTo((2 + Math.log10(5) * 0.5 + Math.log10(2) * 0.1) / 3, 10);
    expect(areas[0]?.linearLower).toBeNull();
  });
});

describe('the speed-up over random search', () => {
  it('is how much sooner half of the runs are where random search comes to in the end', async () => {
    const { speedUps } = await compared({
      benchmarks: { 'f.a': ERROR },
      optimizers: ['random-search', 'fast', 'never'],
      seeds: [0, 1, 2],
      run: (_, optimizer) =>
        losses(
          optimizer === 'random-search'
            ? [0.9, 0.8, 0.7, 0.6, 0.6, 0.6, 0.6, 0.5, 0.5, 0.5]
            : optimizer === 'fast'
              ? [0.9, 0.4]
              : [0.9, 0.6],
        ),
    });
    expect(
      speedUps.map(({ optimizer, target, random, own, factor }) => [optimizer, target, random, own, factor]),
    ).toEqual([
      ['random-search', 0.5, 8, 8, 1],
      ['fast', 0.5, 8, 2, 4],
      ['never', 0.5, 8, null, null],
    ]);
  });

  it('is reached by half of an even number of runs, random search itself among them', async () => {
    const finals = [0.2, 0.3, 0.4, 0.5];
    const written = flat(
      { 'random-search': [0] },
      { seeds: [0, 1, 2, 3], run: (_, __, seed) => losses([finals[seed] ?? 1]) },
    );
    const [own] = (await compared(written)).speedUps;
    expect(own).toMatchObject({ target: expect.closeTo(0.35, 12) as number, random: 1, own: 1, factor: 1 });
  });

  it('is not there without random search', async () => {
    expect((await compared(flat({ one: [0.5], two: [0.6] }))).speedUps).toEqual([]);
  });
});

describe('ranks over the budget', () => {
  it('are means over benchmarks, overall and per family, and share ties', async () => {
    const { ranks } = await compared(flat({ a: [0.2, 0.2, 0.2, 0.2, 0.5], b: [0.3, 0.3, 0.2, 0.3, 0.4] }));
    const last = (family: string | null, optimizer: string): number | undefined =>
      ranks.find((curve) => curve.family === family && curve.optimizer === optimizer)?.mean.at(-1);
    expect(last(null, 'a')).toBeCloseTo((3 * 1 + 1.5 + 2) / 5, 6);
    expect(last('f', 'a')).toBeCloseTo((3 * 1 + 1.5) / 4, 6);
    expect(last('g', 'b')).toBe(1);
    // Before the first evaluation, at a tenth of the budget, nobody is ahead.
    expect(ranks[0]?.mean[0]).toBe(1.5);
    expect(ranks[0]?.benchmarks).toBe(5);
  });

  it('have a band of the draws of runs', async () => {
    const written = flat(
      { a: [0], b: [0] },
      { seeds: [0, 1, 2, 3], run: (_, optimizer, seed) => losses([optimizer === 'a' ? 0.2 + 0.1 * seed : 0.35]) },
    );
    const curve = (await compared(written)).ranks.find(({ optimizer, family }) => optimizer === 'a' && family === null);
    // Two of four runs win.
    expect(curve?.mean.at(-1)).toBeCloseTo(1.5, 1);
    expect([curve?.lower.at(-1), curve?.upper.at(-1)]).toEqual([1, 2]);
  });

  it('leave a benchmark out where an optimizer has no run that has ended', async () => {
    const written = flat({ a: [0.2, 0.2], b: [0.3, 0.1] });
    const { ranks } = await compared({
      ...written,
      run: (benchmark, optimizer, seed) =>
        benchmark === 'f.b1' && optimizer === 'b'
          ? { ...losses([0.1]), reason: null }
          : written.run(benchmark, optimizer, seed),
    });
    expect(ranks.find(({ optimizer, family }) => optimizer === 'a' && family === null)).toMatchObject({
      benchmarks: 1,
    });
  });
});

describe('an optimizer that cannot take a benchmark', () => {
  const table = { a: [0.2, 0.2, 0.2], b: [0.3, 0.3, 0.3], c: [0.4, 0.1, 0.4] };
  const written = flat(table);
  const partly: WrittenStudy = {
    ...written,
    run: (benchmark, optimizer, seed) =>
      optimizer === 'c' && benchmark !== 'f.b1' ? undefined : written.run(benchmark, optimizer, seed),
  };

  it('does not remove it: the others are ranked among themselves, on the scale of all', async () => {
    const { ranks, lead } = await compared(partly);
    const last = (optimizer: string): unknown => {
      const curve = ranks.find((each) => each.family === null && each.optimizer === optimizer);
      return [curve?.benchmarks, Number(curve?.mean.at(-1)?.toFixed(9))];
    };
    // On b0 and b2 the ranks 1 and 2 of two are 1 and 3 of three; on b1 c is before a and b.
    expect(last('a')).toEqual([3, 1.333333333]);
    expect(last('b')).toEqual([3, 3]);
    expect(last('c')).toEqual([1, 1]);
    expect(lead?.optimizers.map(({ optimizer }) => optimizer)).toEqual(['c', 'a', 'b']);
  });

  it('is paired on the benchmarks in common, and the test of Friedman names those that it leaves out', async () => {
    const { pairs } = await compared(partly);
    const counts = pairs
      .filter(({ share }) => share === 1)
      .map(({ first, second, benchmarks }) => [first, second, benchmarks]);
    expect(counts).toEqual([
      ['a', 'b', { wins: 3, ties: 0, losses: 0, missing: 0 }],
      ['a', 'c', { wins: 0, ties: 0, losses: 1, missing: 2 }],
      ['b', 'c', { wins: 0, ties: 0, losses: 1, missing: 2 }],
    ]);
    const more = flat({ a: [0.2, 0.2, 0.2], b: [0.3, 0.3, 0.3] });
    const { friedman } = await compared({
      ...more,
      run: (benchmark, optimizer, seed) =>
        optimizer === 'b' && benchmark === 'f.b2' ? undefined : more.run(benchmark, optimizer, seed),
    });
    expect(friedman.at(-1)).toMatchObject({ benchmarks: 2, leftOut: ['f.b2'] });
  });
});

describe('the first at the end of the budget', () => {
  const seeds = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const study = (of: (optimizer: string, seed: number, benchmark: string) => number): WrittenStudy => ({
    ...flat({ a: [0, 0, 0], b: [0, 0, 0], c: [0, 0, 0] }, { seeds }),
    run: (benchmark, optimizer, seed) => losses([of(optimizer, seed, benchmark)]),
  });
  const tests = async (written: WrittenStudy): Promise<unknown> =>
    (await compared(written)).lead?.optimizers.map(({ optimizer, behind }) => [optimizer, behind]);

  it('is shown to be better than those that are behind in all runs, and not than those that noise has put behind it', async () => {
    const rng = (optimizer: string, seed: number, benchmark: string): number =>
      createRng('lead', optimizer, seed, benchmark).float();
    const found = (
      await compared(
        study(
          (optimizer, seed, benchmark) => 0.2 + 0.1 * rng(optimizer, seed, benchmark) + (optimizer === 'c' ? 0.3 : 0),
        ),
      )
    ).lead;
    expect(found?.optimizers[2]).toMatchObject({ optimizer: 'c', rank: 3, behind: true });
    expect(found?.optimizers[1]).toMatchObject({ behind: false });
    expect(found?.optimizers[2]?.test.holm).toBeLessThan(1e-6);
    expect(found?.optimizers[1]?.test.holm).toBeGreaterThan(0.05);
    expect(found?.optimizers[0]?.test).toEqual({ p: null, holm: null });
  });

  it('has nobody behind it who is better on the benchmarks that both have', async () => {
    // b is better than a on b0, the only one in common; but a beats c on the other two, where b has no runs, and c beats b on b0.
    const value: Readonly<Record<string, readonly (number | undefined)[]>> = {
      ...{ a: [0.4, 0.2, 0.2], b: [0.3], c: [0.2, 0.4, 0.4] },
    };
    const { lead } = await compared({
      ...study(() => 0),
      run: (benchmark, optimizer, seed) => {
        const own = value[optimizer]?.[Number(benchmark.slice(3))];
        return own === undefined ? undefined : losses([own + seed / 1000]);
      },
    });
    // Ranks of a: 3, 1, 1; of b: 2; of c: 1, 3, 3.
    const [first, second, third] = lead?.optimizers ?? [];
    expect([first?.optimizer, second?.optimizer, third?.optimizer]).toEqual(['a', 'b', 'c']);
    expect(second?.test.holm).toBeLessThan(0.05);
    expect(second?.behind).toBe(false);
    expect(third?.behind).toBe(true);
  });

  it('is nothing that one run each can show', async () => {
    const value = (optimizer: string): number => ({ a: 0.2, b: 0.3, c: 0.4 })[optimizer] ?? 0;
    expect(await tests({ ...study(value), seeds: [0] })).toEqual([
      ['a', false],
      ['b', false],
      ['c', false],
    ]);
  });

  it('is not shown where all runs are equal', async () => {
    const { lead } = await compared(study(() => 0.3));
    expect(lead?.optimizers.map(({ rank, test }) => [rank, test.p])).toEqual([
      [2, null],
      [2, 1],
      [2, 1],
    ]);
  });
});

describe('wins, ties and losses', () => {
  const table = { a: [0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.4], b: [0.3, 0.31, 0.32, 0.33, 0.34, 0.35, 0.2, 0.39] };

  it('are counted over benchmarks, with tests that leave ties out', async () => {
    const [pair] = (await compared(flat(table))).pairs.filter(({ share }) => share === 1);
    expect(pair).toMatchObject({ first: 'a', second: 'b', benchmarks: { wins: 6, ties: 1, losses: 1, missing: 0 } });
    // scipy 1.17.1: binomtest(6, 7).pvalue; wilcoxon([.1, .11, .12, .13, .14, .15, -.01], method=PermutationMethod(inf)).
    expect(pair?.sign.p).toBeCloseTo(0.125, 12);
    expect(pair?.wilcoxon.p).toBeCloseTo(0.03125, 12);
    expect(pair?.sign.holm).toBe(pair?.sign.p);
  });

  it('are corrected by Holm over the pairs of a share', async () => {
    const more = { ...table, c: table.b.map((value) => value + 0.1) };
    const pairs = (await compared(flat(more))).pairs.filter(({ share }) => share === 1);
    const smallest = Math.min(...pairs.map(({ sign }) => sign.p as number));
    const first = pairs.find(({ sign }) => sign.p === smallest);
    expect(first?.sign.holm).toBeCloseTo(3 * smallest, 12);
  });

  it('count pairs of which one is missing, and no test is made of fewer than two benchmarks', async () => {
    const written = flat({ a: [0.2, 0.3], b: [0.3, 0.4] });
    const [pair] = (
      await compared({
        ...written,
        run: (benchmark, optimizer, seed) =>
          benchmark === 'f.b0' && optimizer === 'b' ? undefined : written.run(benchmark, optimizer, seed),
      })
    ).pairs.filter(({ share }) => share === 1);
    expect(pair).toMatchObject({
      benchmarks: { wins: 1, ties: 0, losses: 0, missing: 1 },
      sign: { p: null, holm: null },
    });
  });

  it('are all ties where all are equal, and nothing follows from that', async () => {
    const { pairs, friedman } = await compared(flat({ a: [0.2, 0.3, 0.4], b: [0.2, 0.3, 0.4] }));
    expect(pairs.at(-1)).toMatchObject({
      benchmarks: { wins: 0, ties: 3, losses: 0 },
      sign: { p: 1 },
      wilcoxon: { p: 1 },
    });
    expect(friedman.at(-1)).toMatchObject({ statistic: null, p: null, groups: [['a', 'b']] });
  });

  it('rank distances on the benchmarks that have a scale, and say how many these are', async () => {
    const bare = { ...ERROR, metrics: { error: { direction: 'minimize', role: 'objective' } } } as const;
    const written = flat(table);
    const { pairs } = await compared({ ...written, benchmarks: { ...written.benchmarks, 'f.b3': bare } });
    // Without b3, scipy 1.17.1: wilcoxon([.1, .11, .12, .14, .15, -.01], method=PermutationMethod(inf)).
    expect(pairs.at(-1)).toMatchObject({
      benchmarks: { wins: 6, ties: 1, losses: 1 },
      wilcoxonBenchmarks: 7,
      wilcoxon: { p: expect.closeTo(0.0625, 12) as number },
    });
  });

  it('rank no distances where fewer than two have one', async () => {
    const bare = { ...ERROR, metrics: { error: { direction: 'minimize', role: 'objective' } } } as const;
    const { pairs } = await compared({ ...flat(table), benchmarks: { 'f.b0': ERROR, 'f.b1': bare } });
    expect(pairs.at(-1)).toMatchObject({
      benchmarks: { wins: 2 },
      sign: { p: expect.closeTo(0.5, 12) as number },
      wilcoxon: { p: null },
      wilcoxonBenchmarks: 1,
    });
  });
});

describe('two optimizers on one benchmark', () => {
  const runs = (values: Readonly<Record<string, readonly number[]>>): WrittenStudy => ({
    benchmarks: { 'f.a': ERROR },
    optimizers: Object.keys(values),
    seeds: [0, 1, 2, 3, 4],
    run: (_, optimizer, seed) => {
      const value = values[optimizer]?.[seed];
      return value === undefined ? undefined : losses([value]);
    },
  });
  const a = [0.2, 0.21, 0.22, 0.23, 0.24];

  it('are compared over their runs, without pairs, and corrected by Holm over the pairs', async () => {
    const b = [0.3, 0.31, 0.32, 0.33, 0.215];
    const { withinBenchmarks } = await compared(runs({ a, b, c: a.map((value) => value + 0.5) }));
    expect(withinBenchmarks.map(({ first, second, delta }) => [first, second, Number(delta.toFixed(12))])).toEqual([
      // b's 0.215 is better than three of a's: 22 pairs against 3.
      ['a', 'b', 19 / 25],
      ['a', 'c', 1],
      ['b', 'c', 1],
    ]);
    // As scipy's mannwhitneyu(method='exact'): U = 3 and 0 of 252 equally likely orders, of which 7 and 1 have no larger U.
    const [ab, ac, bc] = withinBenchmarks.map(({ mannWhitney }) => mannWhitney);
    expect(ab?.p).toBeCloseTo((2 * 7) / 252, 12);
    expect(ac?.p).toBeCloseTo(2 / 252, 12);
    expect(ac?.holm).toBeCloseTo((3 * 2) / 252, 12);
    expect(bc?.holm).toBe(ac?.holm);
    expect(ab?.holm).toBe(ab?.p);
  });

  it('have no p-value where none could be small, and are left out where one has no runs', async () => {
    const { withinBenchmarks } = await compared(runs({ a: a.slice(0, 3), b: [0.3, 0.4, 0.5], c: [] }));
    expect(withinBenchmarks).toEqual([
      {
        ...{ benchmark: 'f.a', first: 'a', second: 'b', firstRuns: 3, secondRuns: 3, delta: 1 },
        mannWhitney: { p: null, holm: null },
      },
    ]);
  });

  it('that have found nothing lose against those that have', async () => {
    const written = runs({ a, b: a });
    const { withinBenchmarks } = await compared({
      ...written,
      run: (_, optimizer, seed) =>
        optimizer === 'b' ? { evaluations: [{ status: 'failed' }] } : losses([a[seed] as number]),
    });
    expect(withinBenchmarks[0]).toMatchObject({ delta: 1, secondRuns: 5 });
  });
});

describe("HPOBench's research questions", () => {
  const names = ['random-search', 'hyperband', 'tpe', 'bohb', 'sobol'];
  const table = Object.fromEntries(names.map((name, i) => [name, Array.from({ length: 6 }, () => 0.5 - 0.01 * i)]));
  const fidelities = { hyperband: 'one', bohb: 'one' } as const;

  it('compare advanced methods with the baseline of their kind, and multi-fidelity ones with their counterparts', async () => {
    const { questions } = await compared(flat(table, { fidelities }));
    const pairs = (question: 1 | 2): string[] =>
      questions
        .filter((row) => row.question === question && row.share === 1)
        .map(({ optimizer, against }) => `${optimizer} > ${against}`);
    expect(pairs(1)).toEqual(['tpe > random-search', 'bohb > hyperband']);
    expect(pairs(2)).toEqual(['hyperband > random-search', 'bohb > tpe']);
  });

  it('are one-sided', async () => {
    const { questions } = await compared(flat(table, { fidelities }));
    const row = questions.find(({ optimizer, share }) => optimizer === 'tpe' && share === 1);
    expect(row?.benchmarks).toEqual({ wins: 6, ties: 0, losses: 0, missing: 0 });
    expect(row?.sign.p).toBeCloseTo(1 / 64, 12);
    expect(row?.sign.holm).toBeCloseTo(2 / 64, 12);
  });
});

describe('the test of Friedman over benchmarks', () => {
  it('has mean ranks, a critical difference and the groups that do not differ', async () => {
    const better = [0.2, 0.21, 0.22, 0.23, 0.24, 0.25, 0.26, 0.27];
    const table = { worst: better.map((v) => v + 0.4), best: better, good: better.map((v) => v + 0.01) };
    const test = (await compared(flat(table))).friedman.find(({ share }) => share === 1);
    expect(test?.meanRanks).toEqual([
      { optimizer: 'best', rank: 1 },
      { optimizer: 'good', rank: 2 },
      { optimizer: 'worst', rank: 3 },
    ]);
    expect(test?.statistic).toBeCloseTo(16, 10);
    expect(test?.criticalDifference).toBeCloseTo(2.3437 * Math.sqrt(12 / 48), 3);
    expect(test?.groups).toEqual([
      ['best', 'good'],
      ['good', 'worst'],
    ]);
  });

  it('is not made of one benchmark, or of one optimizer', async () => {
    expect((await compared(flat({ a: [0.2], b: [0.3] }))).friedman).toEqual([]);
    expect((await compared(flat({ a: [0.2, 0.3] }))).friedman).toEqual([]);
  });
});
