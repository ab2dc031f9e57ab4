import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { Configuration } from '../../src/core/types.js';
import { repair } from '../../src/optimizers/parts/boundary.js';
import { crossover, type Crossover } from '../../src/optimizers/parts/crossover.js';
import { drawDistinct } from '../../src/optimizers/parts/distinct.js';
import { DONORS, mutate, MUTATIONS, type MutationStrategy } from '../../src/optimizers/parts/mutation.js';
import { createPopulation, type Individual } from '../../src/optimizers/parts/population.js';
import { withoutTarget } from '../../src/optimizers/parts/variation.js';

const vector = (...components: number[]): Float64Array => Float64Array.from(components);

describe('distinct draws', () => {
  it('are different, in range, and every ordered choice is equally likely', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), fc.nat(), (n, wanted, seed) => {
        const drawn = drawDistinct(wanted % (n + 1), n, createRng(seed));
        expect(new Set(drawn).size).toBe(wanted % (n + 1));
        for (const index of drawn) expect(index >= 0 && index < n).toBe(true);
      }),
      { seed: 1 },
    );
    const counts = new Map<string, number>();
    const rng = createRng('pairs');
    const runs = 24_000;
    for (let i = 0; i < runs; i++) {
      const key = drawDistinct(2, 4, rng).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(12);
    const error = Math.sqrt((runs / 12) * (11 / 12));
    for (const count of counts.values()) expect(Math.abs(count - runs / 12)).toBeLessThan(4 * error);
  });
});

describe('mutation', () => {
  const donors = [0.1, 0.7, 0.3, 0.9, 0.4].map((value) => vector(value, 2 * value));
  const parents = { donors, target: vector(0.2, 0.1), best: vector(0.6, 0.5) };
  const expected: Readonly<Record<MutationStrategy, number>> = {
    rand1: 0.1 + 0.5 * (0.7 - 0.3),
    rand2: 0.1 + 0.5 * (0.7 - 0.3) + 0.5 * (0.9 - 0.4),
    rand2dir: 0.1 + (0.5 * (0.1 - 0.7 - 0.3)) / 2,
    best1: 0.6 + 0.5 * (0.1 - 0.7),
    best2: 0.6 + 0.5 * (0.1 - 0.7) + 0.5 * (0.3 - 0.9),
    currenttobest1: 0.2 + 0.5 * (0.6 - 0.2) + 0.5 * (0.1 - 0.7),
    randtobest1: 0.1 + 0.5 * (0.6 - 0.1) + 0.5 * (0.7 - 0.3),
  };

  it.each(MUTATIONS)('%s has the formula of the reference', (strategy) => {
    const mutant = mutate(strategy, 0.5, { ...parents, donors: donors.slice(0, DONORS[strategy]) });
    expect(mutant[0]).toBeCloseTo(expected[strategy], 14);
    expect(mutant).toHaveLength(2);
    expect(donors[0]).toEqual(vector(0.1, 0.2));
  });

  it('moves nothing where all parents are the same', () => {
    const same = vector(0.1, 0.7);
    const parents = { donors: [same, same, same, same, same], target: same, best: same };
    for (const strategy of MUTATIONS.filter((each) => each !== 'rand2dir')) {
      expect(mutate(strategy, 0.7, parents)).toEqual(same);
    }
  });
});

describe('crossover', () => {
  const d = 6;
  const pair = { target: new Float64Array(d), mutant: new Float64Array(d).fill(1) };
  const taken = (kind: Crossover, rate: number, runs: number): number[] => {
    const rng = createRng('crossover', kind, rate);
    return Array.from({ length: runs }, () => crossover(kind, rate, pair, rng).reduce((sum, x) => sum + x, 0));
  };

  it('bin changes exactly one component at CR = 0, all at CR = 1, and on the whole CR of them', () => {
    expect(new Set(taken('bin', 0, 100))).toEqual(new Set([1]));
    expect(new Set(taken('bin', 1, 100))).toEqual(new Set([d]));
    const runs = 20_000;
    const mean = taken('bin', 0.5, runs).reduce((sum, count) => sum + count, 0) / runs;
    // One is forced where none was taken, with probability 2^-d.
    expect(Math.abs(mean - (d / 2 + 2 ** -d))).toBeLessThan(4 * Math.sqrt(d / 4 / runs));
  });

  it('bin-forced takes a component with probability CR + (1 - CR)/d', () => {
    const [rate, runs] = [0.3, 20_000];
    const mean = taken('bin-forced', rate, runs).reduce((sum, count) => sum + count, 0) / runs;
    expect(Math.abs(mean - d * (rate + (1 - rate) / d))).toBeLessThan(4 * Math.sqrt((d * rate) / runs));
  });

  it('exp takes a run of neighbours from a random place, of length k with probability CR^k (1 - CR)', () => {
    const rng = createRng('runs');
    const lengths = new Array<number>(d + 1).fill(0);
    const runs = 20_000;
    for (let i = 0; i < runs; i++) {
      const child = [...crossover('exp', 0.5, pair, rng)];
      const length = child.reduce((sum, x) => sum + x, 0);
      lengths[length] = (lengths[length] as number) + 1;
      const starts = child.filter((x, j) => x === 1 && child[(j + d - 1) % d] === 0);
      expect(starts.length).toBe(length === 0 || length === d ? 0 : 1);
    }
    for (let k = 0; k < d; k++) {
      const p = 0.5 ** (k + 1);
      expect(Math.abs((lengths[k] as number) / runs - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / runs));
    }
  });

  it('leaves its parents as they are', () => {
    for (const kind of ['bin', 'bin-forced', 'exp', 'exp-in-place'] as const) taken(kind, 0.9, 10);
    expect(pair.target).toEqual(new Float64Array(d));
    expect(crossover('bin', 0.5, { target: vector(), mutant: vector() }, createRng(1))).toEqual(vector());
  });
});

describe('boundary repair', () => {
  it('leaves what is inside, clips or draws again what is outside', () => {
    const components = fc.array(fc.double({ min: -2, max: 3, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(components, fc.nat(), (before, seed) => {
        const clipped = repair(Float64Array.from(before), 'clip', createRng(seed));
        const drawn = repair(Float64Array.from(before), 'random', createRng(seed));
        before.forEach((component, j) => {
          const inside = component >= 0 && component <= 1;
          expect(clipped[j]).toBe(inside ? component : component < 0 ? 0 : 1);
          if (inside) expect(drawn[j]).toBe(component);
          expect((drawn[j] as number) >= 0 && (drawn[j] as number) <= 1).toBe(true);
        });
      }),
      { seed: 1 },
    );
    const far = repair(new Float64Array(1000).fill(7), 'random', createRng(1));
    expect(new Set(far).size).toBe(1000);
  });
});

describe('a population', () => {
  const configuration: Configuration = {};
  const individual = (loss: number, x = 0): Individual => ({ vector: vector(x), configuration, loss });
  const losses = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(Infinity));

  it('stays ranked by (loss, slot), whoever comes, and its best never gets worse by selection', () => {
    const steps = fc.array(fc.tuple(fc.nat(19), losses), { maxLength: 100 });
    fc.assert(
      fc.property(fc.array(losses, { minLength: 1, maxLength: 20 }), steps, (first, changes) => {
        const population = createPopulation(first.map((loss) => individual(loss)));
        const model = [...first];
        for (const [at, loss] of changes) {
          const slot = at % first.length;
          const before = Math.min(...model);
          const wins = loss <= (model[slot] as number);
          expect(population.challenge(slot, individual(loss))).toBe(wins);
          if (wins) model[slot] = loss;
          expect(Math.min(...model)).toBeLessThanOrEqual(before);
          const ranked = model.map((_, index) => index).sort((a, b) => compare(model[a], model[b]) || a - b);
          expect(ranked.map((_, rank) => population.slotAt(rank))).toEqual(ranked);
          expect(population.best(3).map((each) => each.loss)).toEqual(ranked.slice(0, 3).map((each) => model[each]));
        }
      }),
      { seed: 1 },
    );
  });

  it('gives a slot to a newcomer that is equally good', () => {
    const population = createPopulation([individual(1, 0.25)]);
    expect(population.challenge(0, individual(1, 0.75))).toBe(true);
    expect(population.member(0).vector).toEqual(vector(0.75));
    expect(population.challenge(0, individual(1.5, 0.5))).toBe(false);
  });

  it('takes the target out of a pool of donors once, but not out of a pool of one', () => {
    const [a, b] = [vector(0.1), vector(0.2)];
    expect(withoutTarget([a, b, vector(0.1)], vector(0.1))).toEqual([b, vector(0.1)]);
    expect(withoutTarget([a, b], vector(0.3))).toEqual([a, b]);
    expect(withoutTarget([a], vector(0.1))).toEqual([a]);
  });
});

function compare(a = 0, b = 0): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
