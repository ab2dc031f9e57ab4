import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { nearestNeighbours, samworthWeights } from '../../src/models/nearest-neighbours.js';
import { regressionForest } from '../../src/models/regression-forest.js';

const numbers = (width: number): Int32Array => new Int32Array(width);

describe('nearest neighbours', () => {
  it('have weights by rank that sum to 1 and fall', () => {
    expect([...samworthWeights(2, 2)]).toEqual([0.75, 0.25].map((weight) => expect.closeTo(weight, 12) as number));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 40 }), (k, dimensions) => {
        const weights = [...samworthWeights(k, dimensions)];
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        for (let i = 1; i < k; i++) expect(weights[i]).toBeLessThan(weights[i - 1] as number);
        expect(weights.at(-1)).toBeGreaterThan(0);
      }),
    );
  });

  it('predict the weighted mean of the k nearest, as a search by hand finds them', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 7, max: 40 }), (seed, n) => {
        const rng = createRng(seed);
        const draw = (count: number): Float64Array =>
          Float64Array.from({ length: count * 3 }, () => rng.integer(4) / 3);
        const [rows, points] = [draw(n), draw(5)];
        const targets = Float64Array.from({ length: n }, () => rng.float());
        const model = nearestNeighbours(numbers(3), 7);
        model.fit(rows, targets);
        const weights = samworthWeights(7, 3);
        const byHand = [0, 1, 2, 3, 4].map((p) => {
          const distance = (row: number): number =>
            [0, 1, 2].reduce((sum, c) => sum + ((points[p * 3 + c] as number) - (rows[row * 3 + c] as number)) ** 2, 0);
          const order = [...targets.keys()].sort((a, b) => distance(a) - distance(b) || a - b).slice(0, 7);
          return order.reduce((sum, row, i) => sum + (weights[i] as number) * (targets[row] as number), 0);
        });
        const found = model.predict(points);
        byHand.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 12));
      }),
    );
  });

  it('count another choice, and another activity, like the whole range of a number', () => {
    const model = nearestNeighbours(Int32Array.of(0, 3), 1);
    model.fit(Float64Array.of(0, 2, 0.9, 0, NaN, 1), Float64Array.of(1, 2, 3));
    // Distances to the three rows: another choice is 1, a gap of 0.9 is 0.81, activity is 1.
    expect([...model.predict(Float64Array.of(0, 0, 0.2, 2, NaN, 2, NaN, 1, 0.1, 1))]).toEqual([2, 1, 1, 3, 3]);
  });
});

describe('a regression forest', () => {
  const forest = (width: number, more = {}): ReturnType<typeof regressionForest> =>
    regressionForest(width, { trees: 50, columnsPerSplit: width, leafSize: 1, ...more }, createRng('forest'));

  it('finds a step, wherever the other columns point', () => {
    const rng = createRng(1);
    const rows = Float64Array.from({ length: 200 * 3 }, () => rng.float());
    const targets = Float64Array.from({ length: 200 }, (_, i) => ((rows[i * 3 + 1] as number) < 0.4 ? 5 : 1));
    const model = forest(3);
    model.fit(rows, targets);
    const [low, high] = model.predict(Float64Array.of(0.9, 0.2, 0.9, 0.1, 0.7, 0.1));
    expect(low).toBeCloseTo(5, 6);
    expect(high).toBeCloseTo(1, 6);
  });

  it('gives every row of a tree its own target when leaves hold one, without a bootstrap that leaves it out', () => {
    const rows = Float64Array.of(0.1, 0.4, 0.6, 0.9);
    const model = forest(1, { trees: 400 });
    model.fit(rows, Float64Array.of(1, 2, 3, 4));
    const predicted = model.predict(rows);
    for (let i = 1; i < 4; i++) expect(predicted[i]).toBeGreaterThan(predicted[i - 1] as number);
    for (const value of predicted) expect(value >= 1 && value <= 4).toBe(true);
  });

  it('splits off what is inactive, below every number', () => {
    const model = forest(1);
    model.fit(Float64Array.of(NaN, NaN, NaN, NaN, 0, 0, 0, 0), Float64Array.of(1, 1, 1, 1, 9, 9, 9, 9));
    const [inactive, zero] = model.predict(Float64Array.of(NaN, 0));
    expect(inactive).toBeLessThan(3);
    expect(zero).toBeGreaterThan(7);
  });

  it('stays within what it has seen, and predicts a constant as it is', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 60 }), (seed, n) => {
        const rng = createRng(seed);
        const rows = Float64Array.from({ length: n * 2 }, () => rng.integer(5) / 4);
        const targets = Float64Array.from({ length: n }, () => rng.normal());
        const model = forest(2, { trees: 5, columnsPerSplit: 1, leafSize: 3 });
        model.fit(rows, targets);
        for (const value of model.predict(rows)) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...targets) - 1e-12);
          expect(value).toBeLessThanOrEqual(Math.max(...targets) + 1e-12);
        }
        model.fit(rows, targets.fill(3));
        expect([...model.predict(rows)]).toEqual([...targets]);
      }),
      { numRuns: 30 },
    );
  });

  it('explains a smooth function about as well as scikit-learn', () => {
    const rng = createRng(7);
    const draw = (n: number): Float64Array => Float64Array.from({ length: n * 5 }, () => rng.float());
    // Friedman's first function without noise.
    const friedman = (x: Float64Array): Float64Array =>
      Float64Array.from({ length: x.length / 5 }, (_, i) => {
        const [a, b, c, d, e] = x.subarray(i * 5, i * 5 + 5) as unknown as [number, number, number, number, number];
        return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e;
      });
    const [rows, points] = [draw(200), draw(500)];
    const model = forest(5, { trees: 100 });
    model.fit(rows, friedman(rows));
    const truth = friedman(points);
    const predicted = model.predict(points);
    const mean = truth.reduce((sum, y) => sum + y, 0) / truth.length;
    const left = truth.reduce((sum, y, i) => sum + (y - (predicted[i] as number)) ** 2, 0);
    const explained = 1 - left / truth.reduce((sum, y) => sum + (y - mean) ** 2, 0);
    // RandomForestRegressor(100, max_features=1.0) of scikit-learn: 0.824, standard deviation 0.018 over 30 such data sets.
    expect(Math.abs(explained - 0.824)).toBeLessThan(4 * 0.018);
  });
});
