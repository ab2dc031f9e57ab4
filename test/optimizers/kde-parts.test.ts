import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { KdeRule } from '../../src/models/product-kde.js';
import { createGrowingRows } from '../../src/optimizers/parts/growing-rows.js';
import { createKdeModel, splitSizes } from '../../src/optimizers/parts/kde-model.js';
import { kdeProposer } from '../../src/optimizers/parts/kde-proposer.js';

const REFERENCE: KdeRule = { minBandwidth: 1e-3, levels: 'observed' };
const FIXED: KdeRule = { minBandwidth: 1e-3, levels: 'declared' };

describe('rows that grow', () => {
  it('keep what was pushed, also rows of no width', () => {
    const rows = createGrowingRows(3);
    for (let i = 0; i < 50; i++) expect(rows.push(Float64Array.of(i, i + 0.5, NaN))).toBe(i);
    expect(rows.size).toBe(50);
    expect([...rows.data.subarray(147, 150)]).toEqual([49, 49.5, NaN]);
    const none = createGrowingRows(0);
    for (let i = 0; i < 20; i++) none.push(new Float64Array(0));
    expect(none.size).toBe(20);
  });
});

describe("BOHB's model of one level", () => {
  it('is there from 2 (d + 1) observations on', () => {
    const least = [4, 8, 16, 32, 64].map((d) => {
      const model = createKdeModel(
        { levels: new Int32Array(d), objectives: 1 },
        { minPoints: d + 1, topPercent: 15 },
        REFERENCE,
        createRng(0),
      );
      let n = 0;
      for (; !model.exists(); n++) model.add(new Float64Array(d).fill(n / 200), [n]);
      return n;
    });
    expect(least).toEqual([10, 18, 34, 66, 130]);
  });

  it('splits 100 in 15 and 85, and gives either half its least number where there are few', () => {
    expect(splitSizes(100, { minPoints: 9, topPercent: 15 })).toEqual({ good: 15, bad: 85 });
    expect(splitSizes(200, { minPoints: 65, topPercent: 15 })).toEqual({ good: 65, bad: 135 });
    expect(splitSizes(101, { minPoints: 9, topPercent: 15 })).toEqual({ good: 15, bad: 85 });
    expect(splitSizes(5, { minPoints: 9, topPercent: 15 })).toEqual({ good: 5, bad: 0 });
  });

  it('once there is always there, however it is split', () => {
    const rule = fc.record({
      minPoints: fc.integer({ min: 1, max: 30 }),
      topPercent: fc.integer({ min: 0, max: 100 }),
    });
    fc.assert(
      fc.property(rule, fc.integer({ min: 0, max: 29 }), ({ minPoints, topPercent }, d) => {
        const exists = Array.from({ length: 400 }, (_, n) => {
          const { good, bad } = splitSizes(n, { minPoints: Math.max(minPoints, d + 1), topPercent });
          return good > d && bad > d && good + bad <= n;
        });
        const first = exists.indexOf(true);
        expect(first === -1 || exists.slice(first).every(Boolean)).toBe(true);
      }),
    );
  });

  it('takes the best for good ones and failures for bad ones', () => {
    const model = createKdeModel(
      { levels: new Int32Array(1), objectives: 1 },
      { minPoints: 2, topPercent: 15 },
      REFERENCE,
      createRng(0),
    );
    for (const [x, loss] of [
      [0.9, Infinity],
      [0.5, 2],
      [0.1, 1],
      [0.2, 0],
    ] as const)
      model.add(Float64Array.of(x), loss === Infinity ? [] : [loss]);
    const { goodRows, good, bad } = model.pair();
    expect([...goodRows]).toEqual([0.2, 0.1]);
    expect(good.density(Float64Array.of(0.15))).toBeGreaterThan(bad.density(Float64Array.of(0.15)));
    expect(bad.density(Float64Array.of(0.9))).toBeGreaterThan(good.density(Float64Array.of(0.9)));
  });
});

describe("BOHB's proposal", () => {
  /** A model of two columns, a number and one of three; columns may be constant, all losses equal. */
  const observations = fc.array(
    fc.tuple(fc.constantFrom(0, 0.3, 1), fc.constantFrom(0, 1, 2), fc.constantFrom(0, 1, Infinity)),
    { minLength: 6, maxLength: 40 },
  );

  it.each([
    ['reference', REFERENCE],
    ['fixed', FIXED],
  ])('as %s is inside the cube or there is none, whatever was observed', (name, rule) => {
    fc.assert(
      fc.property(observations, fc.nat(), (rows, seed) => {
        const levels = Int32Array.of(0, 3);
        const model = createKdeModel(
          { levels, objectives: 1 },
          { minPoints: 3, topPercent: 15 },
          rule,
          createRng('imputation', seed),
        );
        for (const [x, level, loss] of rows) model.add(Float64Array.of(x, level), [loss]);
        const proposed = kdeProposer(levels, { samples: 8, bandwidthFactor: 3 }, createRng(seed))(model.pair());
        if (name === 'fixed') expect(proposed).toBeDefined();
        if (proposed === undefined) return;
        const [x, level] = proposed;
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(1);
        expect([0, 1, 2]).toContain(level);
      }),
    );
  });

  it('as the reference takes a level at once that no bad configuration had', () => {
    const levels = Int32Array.of(2);
    const model = createKdeModel({ levels, objectives: 1 }, { minPoints: 2, topPercent: 50 }, REFERENCE, createRng(0));
    for (const [level, loss] of [
      [1, 0],
      [0, 1],
      [0, 2],
      [0, 3],
    ] as const)
      model.add(Float64Array.of(level), [loss]);
    const pair = model.pair();
    expect(pair.bad.density(Float64Array.of(1))).toBe(Infinity);
    const first = Array.from({ length: 200 }, (_, seed) =>
      kdeProposer(levels, { samples: 64, bandwidthFactor: 3 }, createRng(seed))(pair)?.at(0),
    );
    // Of 64 candidates one has level 1: it ends the search, although its ratio is the worst there is.
    expect(new Set(first)).toEqual(new Set([1]));
  });

  it('is drawn around good points and prefers where the bad are not', () => {
    const levels = Int32Array.of(0);
    const model = createKdeModel({ levels, objectives: 1 }, { minPoints: 2, topPercent: 20 }, REFERENCE, createRng(0));
    for (let i = 0; i < 50; i++) model.add(Float64Array.of(i / 50), [Math.abs(i / 50 - 0.3)]);
    const propose = kdeProposer(levels, { samples: 64, bandwidthFactor: 3 }, createRng('around'));
    for (let i = 0; i < 50; i++) expect(Math.abs((propose(model.pair())?.[0] as number) - 0.3)).toBeLessThan(0.15);
  });
});
