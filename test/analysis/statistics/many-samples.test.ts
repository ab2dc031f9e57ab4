import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { friedman } from '../../../src/analysis/statistics/friedman.js';
import { criticalDifference, indistinguishable } from '../../../src/analysis/statistics/nemenyi.js';
import { signTest } from '../../../src/analysis/statistics/sign-test.js';
import { spearman } from '../../../src/analysis/statistics/spearman.js';
import { wilcoxon } from '../../../src/analysis/statistics/wilcoxon.js';

/** Values known from scipy 1.17.1: wilcoxon, binomtest, friedmanchisquare, studentized_range, spearmanr. */
const near = (value: number, digits = 12): number => expect.closeTo(value, digits) as number;

const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value - (b[i] as number));

describe("Wilcoxon's signed ranks", () => {
  /** Depression scores of Hollander and Wolfe (1973), the example of R's wilcox.test: V = 40, p = 0.01953 one-sided. */
  const scores = minus(
    [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3],
    [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29],
  );
  /** With ties and a zero, which is left out: wilcoxon(..., method=PermutationMethod(n_resamples=inf)). */
  const tied = minus(
    [125, 115, 130, 140, 140, 115, 140, 125, 140, 135],
    [110, 122, 125, 120, 140, 124, 123, 137, 135, 145],
  );

  it('are exact for few differences without ties', () => {
    expect(wilcoxon(scores)).toEqual({ n: 9, plus: 40, p: near(0.0390625) });
    expect(wilcoxon(scores, 'greater').p).toBeCloseTo(0.01953125, 12);
    expect(wilcoxon(scores, 'less').p).toBeCloseTo(0.986328125, 12);
  });

  it('are exact given their ties', () => {
    expect(wilcoxon(tied)).toEqual({ n: 9, plus: 27, p: near(0.6328125) });
    expect(wilcoxon(tied, 'greater').p).toBeCloseTo(0.31640625, 12);
    expect(wilcoxon(tied, 'less').p).toBeCloseTo(0.705078125, 12);
    expect(wilcoxon([1, 1, 1, 1, 1]).p).toBeCloseTo(0.0625, 12);
    expect(wilcoxon([0.1, 0.11, 0.12, 0.13, 0.14, 0.15, -0.01]).p).toBeCloseTo(0.03125, 12);
  });

  it('have the corrections of R for ties and continuity where they are normal', () => {
    // scipy 1.17.1: wilcoxon(np.repeat(tied, 6), correction=True, method='asymptotic').
    const repeated = tied.flatMap((difference) => new Array<number>(6).fill(difference));
    expect(wilcoxon(repeated)).toEqual({ n: 54, plus: 897, p: near(0.18376614233692679) });
  });

  it('are normal for 50 differences and more', () => {
    const many = Array.from({ length: 60 }, (_, i) => (((i + 1) * 37) % 61) - 24.3);
    expect(wilcoxon(many).p).toBeCloseTo(0.012706086969350513, 12);
  });

  it('say nothing of differences that are all 0', () => {
    expect(wilcoxon([0, 0, 0])).toEqual({ n: 0, plus: 0, p: 1 });
  });

  it('have two sides that are each other in the mirror', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 60 }), (differences) => {
        const mirrored = differences.map((difference) => -difference);
        expect(wilcoxon(differences, 'less').p).toBeCloseTo(wilcoxon(mirrored, 'greater').p, 10);
        expect(wilcoxon(differences).p).toBeCloseTo(wilcoxon(mirrored).p, 10);
      }),
    );
  });
});

describe('the sign test', () => {
  it.each([
    [9, 1, 0.021484375, 0.0107421875, 0.9990234375],
    [8, 2, 0.109375, 0.0546875, 0.9892578125],
    [3, 2, 1, 0.5, 0.8125],
    [15, 5, 0.04138946533203125, 0.020694732666015625, 0.9940910339355469],
  ])('is that of a fair coin: %i wins, %i losses', (wins, losses, both, greater, less) => {
    expect(signTest(wins, losses)).toBeCloseTo(both, 12);
    expect(signTest(wins, losses, 'greater')).toBeCloseTo(greater, 12);
    expect(signTest(wins, losses, 'less')).toBeCloseTo(less, 12);
  });

  it('says nothing of no pairs, and little of few', () => {
    expect(signTest(0, 0)).toBe(1);
    expect(signTest(5, 0)).toBeCloseTo(0.0625, 12);
    expect(signTest(6, 0)).toBeCloseTo(0.03125, 12);
  });
});

/** AUC of C4.5 in four variants on 14 data sets: table 6 of Demšar (2006). */
const DEMSAR = [
  [0.763, 0.768, 0.771, 0.798],
  [0.599, 0.591, 0.59, 0.569],
  [0.954, 0.971, 0.968, 0.967],
  [0.628, 0.661, 0.654, 0.657],
  [0.882, 0.888, 0.886, 0.898],
  [0.936, 0.931, 0.916, 0.931],
  [0.661, 0.668, 0.609, 0.685],
  [0.583, 0.583, 0.563, 0.625],
  [0.775, 0.838, 0.866, 0.875],
  [1, 1, 1, 1],
  [0.94, 0.962, 0.965, 0.962],
  [0.619, 0.666, 0.614, 0.669],
  [0.972, 0.981, 0.975, 0.975],
  [0.957, 0.978, 0.946, 0.97],
];

describe("Friedman's test", () => {
  it('is that of scipy', () => {
    const pulses = [
      [72, 120, 76],
      [96, 120, 95],
      [88, 132, 104],
      [92, 120, 96],
      [74, 101, 84],
      [76, 96, 72],
      [82, 112, 76],
    ];
    expect(friedman(pulses)).toMatchObject({ statistic: near(10.57142857142857), p: near(0.005063414171757498) });
  });

  it('has the mean ranks of the example of Demšar, and the statistic that is corrected for its ties', () => {
    const { meanRanks, statistic, p, f, fP } = friedman(DEMSAR.map((row) => row.map((auc) => -auc)));
    // The paper has 3.143, 2.000, 2.893, 1.964 from numbers that are not rounded to ties, and corrects for none: 9.28, and F 3.69.
    expect(meanRanks).toEqual([3.14285714, 2, 2.92857143, 1.92857143].map((rank) => near(rank, 7)));
    expect(statistic).toBeCloseTo(10.952380952380956, 12);
    expect(p).toBeCloseTo(0.011986176325417788, 12);
    expect(f).toBeCloseTo(4.585889570552149, 12);
    expect(fP).toBeCloseTo(0.007628838730725745, 12);
  });

  it('knows nothing where all are equal everywhere, and everything where all rows agree', () => {
    expect(
      friedman([
        [1, 1],
        [2, 2],
      ]),
    ).toMatchObject({ meanRanks: [1.5, 1.5], statistic: NaN, p: NaN, f: NaN });
    expect(
      friedman([
        [1, 2, 3],
        [1, 2, 3],
        [1, 2, 3],
      ]),
    ).toMatchObject({ statistic: near(6), f: Infinity, fP: 0 });
  });
});

describe("Nemenyi's critical difference", () => {
  /** Table 5a of Demšar (2006): 1.960, 2.343, 2.569, 2.728, 3.164 for 2, 3, 4, 5, 10 classifiers. */
  it.each([
    [2, 1.9599639845400534],
    [3, 2.343700586378409],
    [4, 2.569031772546482],
    [5, 2.7277743708703763],
    [10, 3.163683577053373],
    [13, 3.31273859335082],
    [20, 3.5437991315177815],
  ])('of %i', (k, quantile) => {
    expect(criticalDifference(k, 6) / Math.sqrt((k * (k + 1)) / 36)).toBeCloseTo(quantile, 4);
  });

  it('of the example of Demšar: 1.25 at 0.05', () => {
    expect(criticalDifference(4, 14)).toBeCloseTo(1.2535591471176057, 4);
  });

  it('has bars over the largest sets that do not differ, none inside another', () => {
    expect(indistinguishable([1, 1.5, 2.2, 4], 1.25)).toEqual([[0, 2]]);
    expect(indistinguishable([1, 2, 3, 4], 1)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(indistinguishable([1, 3, 5], 1)).toEqual([]);
  });
});

describe("Spearman's rank correlation", () => {
  it('is that of scipy, with ties', () => {
    expect(spearman([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 12);
    expect(spearman([1, 2, 2, 4], [1, 3, 2, 2])).toBeCloseTo(0.5, 12);
  });

  it('is unknown where one side is all ties, or there is nothing', () => {
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNaN();
    expect(spearman([], [])).toBeNaN();
  });
});
