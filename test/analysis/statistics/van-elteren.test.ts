import { describe, expect, it } from 'vitest';
import { mannWhitney } from '../../../src/analysis/statistics/mann-whitney.js';
import { vanElteren, type Stratum } from '../../../src/analysis/statistics/van-elteren.js';
import { createRng } from '../../../src/core/rng.js';

/** Two-sided p of the same statistic over all ways to deal the values of each stratum out again. */
function byPermutation(strata: readonly Stratum[]): number {
  let totals = [0];
  let observed = 0;
  for (const { a, b } of strata) {
    const all = [...b, ...a];
    const weight = 1 / (all.length + 1);
    const center = (a.length * b.length) / 2;
    const u = (own: readonly number[]): number => {
      const others = all.filter((_, index) => !own.includes(index));
      return own.reduce((sum, i) => sum + others.reduce((wins, other) => wins + beats(all[i] as number, other), 0), 0);
    };
    observed += weight * (u(b.map((_, index) => index)) - center);
    const dealt = choices(all.length, b.length).map((own) => weight * (u(own) - center));
    totals = totals.flatMap((total) => dealt.map((each) => total + each));
  }
  return totals.filter((total) => Math.abs(total) >= Math.abs(observed) - 1e-12).length / totals.length;
}

function beats(a: number, b: number): number {
  return a > b ? 1 : a === b ? 0.5 : 0;
}

function choices(n: number, k: number, from = 0): number[][] {
  if (k === 0) return [[]];
  return Array.from({ length: n - from }, (_, i) => from + i).flatMap((first) =>
    choices(n, k - 1, first + 1).map((rest) => [first, ...rest]),
  );
}

describe("van Elteren's test", () => {
  it('is near the exact distribution over all permutations within strata', () => {
    for (let round = 0; round < 24; round++) {
      const rng = createRng('van-elteren', round);
      const draw = (shift: number): number[] =>
        Array.from({ length: 4 }, () => Math.round(20 * (rng.float() + shift)) / 20);
      const strata = [0, 1].map(() => ({ a: draw(0), b: draw((round % 4) / 5) }));
      const [p, exact] = [vanElteren(strata).p, byPermutation(strata)];
      // On the safe side, as the correction for continuity has it.
      expect(p).toBeGreaterThan(exact - 1e-12);
      expect(p - exact).toBeLessThan(0.045);
    }
  });

  it('is that of Mann and Whitney for one stratum', () => {
    const [a, b] = [
      [1, 2, 3, 4.5],
      [3.5, 5, 6, 7],
    ];
    expect(vanElteren([{ a, b }]).p).toBe(mannWhitney(b, a).p);
  });

  it('knows no difference where there is none, also of infinite values, and does not depend on who is first', () => {
    expect(vanElteren([]).p).toBe(1);
    expect(
      vanElteren([
        { a: [1, 1], b: [1, 1] },
        { a: [2], b: [2] },
      ]),
    ).toEqual({ p: 1, shift: 0 });
    const strata = [
      { a: [1, 2, Infinity], b: [5, Infinity, Infinity] },
      { a: [1, 2, 3], b: [4, 5, 6] },
    ];
    const { p, shift } = vanElteren(strata);
    expect(p).toBeLessThan(1);
    expect(shift).toBeGreaterThan(0);
    const turned = vanElteren(strata.map(({ a, b }) => ({ a: b, b: a })));
    expect(turned.p).toBeCloseTo(p, 12);
    expect(turned.shift).toBeCloseTo(-shift, 12);
  });
});
