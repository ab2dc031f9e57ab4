import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { Parameter } from '../../src/space/parameter.js';
import { createSearchSpace } from '../../src/space/space.js';
import { definitions, NESTED, SEED } from './arbitrary.js';

/** Pearson's statistic in standard deviations above its mean, for draws against the expected share of each value. */
function excess(one: Parameter, shares: ReadonlyMap<unknown, number>, draws: number): number {
  const space = createSearchSpace({ parameters: [one] });
  const rng = createRng('chi-square', one.name);
  const counts = new Map<unknown, number>();
  for (let i = 0; i < draws; i++) {
    const value = space.sample(rng)[one.name];
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  for (const value of counts.keys()) expect(shares.has(value)).toBe(true);
  let statistic = 0;
  for (const [value, share] of shares) {
    statistic += ((counts.get(value) ?? 0) - draws * share) ** 2 / (draws * share);
  }
  const freedom = shares.size - 1;
  return (statistic - freedom) / Math.sqrt(2 * freedom);
}

function integers(lower: number, upper: number, share: (value: number) => number): ReadonlyMap<unknown, number> {
  return new Map(Array.from({ length: upper - lower + 1 }, (_, index) => [lower + index, share(lower + index)]));
}

describe('sampling', () => {
  it('draws integers uniformly, the ends included', () => {
    const one: Parameter = { name: 'integers', type: 'integer', lower: -3, upper: 8 };
    expect(
      excess(
        one,
        integers(-3, 8, () => 1 / 12),
        24_000,
      ),
    ).toBeLessThan(4);
  });

  it('draws log integers by the length of their bins in ln', () => {
    const one: Parameter = { name: 'log integers', type: 'integer', lower: 1, upper: 20, log: true };
    const share = (value: number): number => Math.log((value + 0.5) / (value - 0.5)) / Math.log(20.5 / 0.5);
    expect(excess(one, integers(1, 20, share), 40_000)).toBeLessThan(4);
  });

  it('draws choices by weight, or uniformly without weights', () => {
    const choices = ['a', 'b', 'c', true, 7];
    const weights = [1, 2, 4, 0.5, 2.5];
    const weighted: Parameter = { name: 'weights', type: 'categorical', choices, weights };
    expect(
      excess(weighted, new Map(choices.map((choice, k) => [choice, (weights[k] ?? 0) / 10])), 20_000),
    ).toBeLessThan(4);
    const plain: Parameter = { name: 'plain', type: 'categorical', choices };
    expect(excess(plain, new Map(choices.map((choice) => [choice, 0.2])), 20_000)).toBeLessThan(4);
  });

  it('tells wrong shares from right ones', () => {
    const one: Parameter = { name: 'integers', type: 'integer', lower: 1, upper: 4 };
    expect(
      excess(one, new Map([1, 2, 3, 4].map((value) => [value, [0.2, 0.3, 0.3, 0.2][value - 1] ?? 0])), 24_000),
    ).toBeGreaterThan(50);
  });

  it('draws log floats uniformly in ln', () => {
    const space = createSearchSpace({ parameters: [{ name: 'x', type: 'float', lower: 1e-6, upper: 1, log: true }] });
    const rng = createRng('log floats');
    const decades = new Float64Array(6);
    for (let i = 0; i < 12_000; i++) {
      const decade = Math.min(5, Math.floor(-Math.log10(space.sample(rng)['x'] as number)));
      decades[decade] = (decades[decade] as number) + 1;
    }
    const statistic = decades.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(statistic).toBeLessThan(5 + 4 * Math.sqrt(10));
  });

  it('has the minimum of n uniform draws at 1/(n+1)', () => {
    const space = createSearchSpace({ parameters: [{ name: 'x', type: 'float', lower: 0, upper: 1 }] });
    const rng = createRng('minimum');
    let sum = 0;
    for (let repeat = 0; repeat < 2000; repeat++) {
      let least = 1;
      for (let i = 0; i < 50; i++) least = Math.min(least, space.sample(rng)['x'] as number);
      sum += least;
    }
    expect(Math.abs(sum / 2000 - 1 / 51)).toBeLessThan(4 * 0.00043);
  });

  it('gives only legal configurations, which survive the unit cube', () => {
    fc.assert(
      fc.property(definitions, fc.nat(), (definition, seed) => {
        const space = createSearchSpace(definition);
        const rng = createRng(seed);
        for (let i = 0; i < 5; i++) {
          const configuration = space.sample(rng);
          expect(space.check(configuration)).toEqual([]);
          const again = space.decode(space.encode(configuration));
          expect(Object.keys(again).sort()).toEqual(Object.keys(configuration).sort());
        }
        expect(space.check(space.defaults())).toEqual([]);
      }),
      SEED,
    );
  });

  it('is a function of the stream only', () => {
    const [one, other] = [createSearchSpace(NESTED), createSearchSpace(structuredClone(NESTED))];
    const [a, b] = [createRng(7), createRng(7)];
    one.sample(createRng(1));
    for (let i = 0; i < 100; i++) expect(one.sample(a)).toEqual(other.sample(b));
    expect(a.float()).toBe(b.float());
  });

  it('draws forbidden configurations again and keeps the shares of the legal ones', () => {
    const space = createSearchSpace({
      parameters: [
        { name: 'a', type: 'integer', lower: 1, upper: 3 },
        { name: 'b', type: 'integer', lower: 1, upper: 3 },
      ],
      forbidden: [{ left: 'a', relation: 'greater', right: 'b' }],
    });
    const rng = createRng('triangle');
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const { a, b } = space.sample(rng) as { a: number; b: number };
      counts.set(`${a}${b}`, (counts.get(`${a}${b}`) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['11', '12', '13', '22', '23', '33']);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(4 * 29);
  });

  it('gives up with a reason when the forbidden clauses leave too little', () => {
    const space = createSearchSpace({
      parameters: [{ name: 'x', type: 'float', lower: 0, upper: 1, default: 0 }],
      forbidden: [{ parameter: 'x', greater: 0 }],
    });
    expect(() => space.sample(createRng(1))).toThrow(
      'none of 10000 random configurations was legal: the forbidden clauses leave too little',
    );
  });

  it('takes microseconds, not milliseconds', () => {
    const space = createSearchSpace(NESTED);
    const rng = createRng('speed');
    const into = new Float64Array(space.dimensions);
    const start = performance.now();
    for (let i = 0; i < 50_000; i++) {
      const configuration = space.decode(space.encode(space.sample(rng), into));
      if (space.check(configuration).length > 0) throw new Error('illegal');
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
