import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { Configuration } from '../../src/core/types.js';
import { kernelCodes, type KernelCodes } from '../../src/models/kernel-codes.js';
import { parzenAxis } from '../../src/models/parzen-axis.js';
import type { ParzenRule } from '../../src/models/parzen-deviations.js';
import { forgettingWeights } from '../../src/models/parzen-weights.js';
import { createParzen, type Parzen } from '../../src/models/parzen.js';
import type { Parameter } from '../../src/space/parameter.js';
import { createSearchSpace } from '../../src/space/space.js';

const OPTUNA: ParzenRule = { estimator: 'optuna', priorWeight: 1, magicClip: true, endpoints: false };
const HYPEROPT: ParzenRule = { ...OPTUNA, estimator: 'hyperopt' };

/** An estimator with its codes, fitted to configurations. */
interface Fitted {
  readonly codes: KernelCodes;
  readonly parzen: Parzen;
}

function fit(parameters: readonly Parameter[], observed: readonly Configuration[], rule = OPTUNA): Fitted {
  const space = createSearchSpace({ parameters });
  const codes = kernelCodes(space);
  const parzen = createParzen(space.axes.map(parzenAxis), rule);
  parzen.fit(columnsOf(codes, observed), observed.length, forgettingWeights(observed.length));
  return { codes, parzen };
}

function columnsOf(codes: KernelCodes, configurations: readonly Configuration[]): Float64Array[] {
  const rows = configurations.map((configuration) => {
    const row = new Float64Array(codes.dimensions);
    codes.encode(configuration, row);
    return row;
  });
  return Array.from({ length: codes.dimensions }, (_, axis) => Float64Array.from(rows, (row) => row[axis] as number));
}

/** Logarithms of the density over the unit cube. */
function logDensities({ codes, parzen }: Fitted, configurations: readonly Configuration[]): number[] {
  const into = new Float64Array(configurations.length);
  parzen.logDensity(columnsOf(codes, configurations), into);
  return [...into];
}

function expectNear(values: readonly number[], known: readonly number[], digits: number): void {
  expect(values).toEqual(known.map((value) => expect.closeTo(value, digits) as number));
}

const xs = (...values: number[]): Configuration[] => values.map((x) => ({ x }));
const unit: Parameter = { name: 'x', type: 'float', lower: 0, upper: 1 };
const letters: Parameter = { name: 'c', type: 'categorical', choices: ['a', 'b', 'c'] };
const letter = (...values: string[]): Configuration[] => values.map((c) => ({ c }));

describe("Optuna's Parzen estimator (5.0.0)", () => {
  it('has the densities that are known on [0, 1]', () => {
    const fitted = fit([unit], xs(0.1, 0.3, 0.7));
    expectNear(logDensities(fitted, xs(0, 0.3, 0.5, 1)), [0.179399, 0.214284, -0.042711, -0.579687], 6);
  });

  it('has the densities that are known of a logarithmic number, over its logarithm', () => {
    const fitted = fit([{ name: 'x', type: 'float', lower: 1e-4, upper: 1, log: true }], xs(1e-3, 1e-2));
    const range = Math.log(Math.log(1e4));
    const densities = logDensities(fitted, xs(1e-3, 1e-1)).map((density) => density - range);
    expectNear(densities, [-1.951947, -2.49437], 6);
  });

  it('has the probabilities that are known of integers', () => {
    const fitted = fit([{ name: 'x', type: 'integer', lower: 1, upper: 8 }], xs(2, 5));
    const masses = logDensities(fitted, xs(1, 2, 3, 4, 5, 6, 7, 8)).map(Math.exp);
    expectNear(masses, [0.123707, 0.139684, 0.147996, 0.147101, 0.137419, 0.121125, 0.101419, 0.081549], 6);
  });

  it('has the probabilities that are known of a categorical', () => {
    const fitted = fit([letters], letter('a', 'a', 'c'));
    expectNear(logDensities(fitted, letter('a', 'b', 'c')).map(Math.exp), [0.47619, 0.190476, 0.333333], 6);
  });

  it('has the densities that are known of a number and a categorical together', () => {
    const observed = [0.1, 0.3, 0.7].map((x, index) => ({ x, c: 'aac'[index] as string }));
    const fitted = fit([unit, letters], observed);
    const points = [
      { x: 0.3, c: 'a' },
      { x: 0.3, c: 'c' },
    ];
    expectNear(logDensities(fitted, points), [-0.400658, -1.068652], 6);
  });

  it('mixes numbers, integers and categoricals, and forgets the oldest of forty', () => {
    const two: Parameter = { name: 'c', type: 'categorical', choices: ['a', 'b'] };
    const mixed = [
      { x: 0.2, k: 0, c: 'a' },
      { x: 0.4, k: 4, c: 'b' },
      { x: 0.9, k: 4, c: 'b' },
    ];
    const points = [
      { x: 0.2, k: 0, c: 'a' },
      { x: 0.5, k: 2, c: 'a' },
      { x: 0.5, k: 4, c: 'b' },
    ];
    const integer: Parameter = { name: 'k', type: 'integer', lower: 0, upper: 4 };
    expectNear(logDensities(fit([unit, integer, two], mixed), points), [-1.912959792, -2.594165043, -1.560267681], 9);

    const forty = Array.from({ length: 40 }, (_, i) => ({ x: ((i * 37) % 41) / 41, c: 'abc'[(i * 7) % 3] as string }));
    const at = [0, 0.25, 0.5, 0.99].map((x, index) => ({ x, c: 'abca'[index] as string }));
    const known = [-2.064865562, -0.961294181, -1.112488018, -1.867867907];
    expectNear(logDensities(fit([unit, letters], forty), at), known, 9);
  });

  it.each([
    ['one observation', 1, [4], [-5, 0, 4, 10], [-2.928524624, -2.683152487, -2.628414457, -2.800403845]],
    ['none', 1, [], [-5, 0, 4, 10], [-2.792072401, -2.68096129, -2.672072401, -2.792072401]],
  ])('has its values with %s', (_, priorWeight, observed, points, known) => {
    const fitted = fit([{ name: 'x', type: 'float', lower: -5, upper: 10 }], xs(...observed), {
      ...OPTUNA,
      priorWeight,
    });
    const densities = logDensities(fitted, xs(...points)).map((density) => density - Math.log(15));
    expectNear(densities, known, 9);
  });

  it('has its values without the magic clip, and among equal observations', () => {
    const wide: Parameter = { name: 'x', type: 'float', lower: 0, upper: 2 };
    const rule: ParzenRule = { ...OPTUNA, priorWeight: 0.5, magicClip: false };
    const densities = logDensities(fit([wide], xs(0.5, 0.502, 0.51, 1.9), rule), xs(0, 0.5, 0.505, 1.9));
    expectNear(
      densities.map((density) => density - Math.log(2)),
      [-1.484505591, 4.013455397, 2.529505671, -1.296460046],
      9,
    );
    const ties = fit([unit], xs(0.3, 0.3, 0.3, 0.8));
    expectNear(logDensities(ties, xs(0, 0.3, 0.8)), [-0.414074465, 0.473718962, -0.468440515], 9);
  });

  it('has its values of a logarithmic integer, and far out in the tails where there is no prior', () => {
    const log: Parameter = { name: 'x', type: 'integer', lower: 1, upper: 100, log: true };
    const known = [-1.45450986, -2.164584255, -2.938169854, -3.991238146, -5.802118224, -6.606113168];
    expectNear(logDensities(fit([log], xs(1, 4, 50)), xs(1, 2, 4, 10, 50, 100)), known, 8);
    const thousand: Parameter = { name: 'x', type: 'integer', lower: 1, upper: 1000 };
    const far = fit([thousand], xs(1, 2, 3), { ...OPTUNA, priorWeight: 0 });
    expectNear(logDensities(far, xs(1, 3, 500, 1000)), [-5.530085646, -5.530085779, -8.630098001, -17.979955742], 8);
  });

  it('looks at the ends of the range as at neighbours when told to', () => {
    const inner = logDensities(fit([unit], xs(0.4, 0.5)), xs(0.1));
    const outer = logDensities(fit([unit], xs(0.4, 0.5), { ...OPTUNA, endpoints: true }), xs(0.1));
    expect(outer[0]).toBeGreaterThan(inner[0] as number);
  });

  it('gives the newest 25 full weight, and the older ones less', () => {
    const known = [0.0333, 0.275, 0.5167, 0.7583, 1, 1];
    expectNear([...forgettingWeights(30)].slice(0, 6), known, 4);
    expect([0, 1, 24, 25].map((n) => forgettingWeights(n).every((weight) => weight === 1))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(forgettingWeights(26)[0]).toBeCloseTo(1 / 26, 14);
  });
});

describe("Hyperopt's Parzen estimator (0.3.0)", () => {
  it.each([
    [
      [0.1, 0.3, 0.7],
      [0, 0.3, 0.5, 0.99],
      [-0.061709967, 0.273594133, 0.049206237, -1.02378197],
    ],
    [[0.1], [0, 0.3, 0.5, 0.99], [0.202490548, 0.196682827, 0.054693487, -0.582201295]],
    [[0.7], [0, 0.3, 0.5, 0.99], [-0.455979409, -0.057552956, 0.099525104, 0.000250099]],
    [[], [0, 0.3], [-0.0840222, 0.0209778]],
    [
      Array.from({ length: 40 }, (_, i) => ((i * 37) % 41) / 41),
      [0, 0.25, 0.5, 0.99],
      [-0.919807883, 0.15795458, -0.010347544, -0.532850351],
    ],
  ])('has its densities of %j', (observed, points, known) => {
    expectNear(logDensities(fit([unit], xs(...observed), HYPEROPT), xs(...points)), known, 7);
  });

  it('has its probabilities of integers and of choices, weighted ones too', () => {
    const integer = fit([{ name: 'x', type: 'integer', lower: 1, upper: 8 }], xs(2, 5, 5), HYPEROPT);
    expectNear(logDensities(integer, xs(1, 2, 5, 8)), [-2.656273283, -2.341069793, -1.60256031, -3.059752025], 8);
    const even = fit([letters], letter('a', 'a', 'c'), HYPEROPT);
    expectNear(logDensities(even, letter('a', 'b', 'c')).map(Math.exp), [0.5, 1 / 6, 1 / 3], 9);
    const weighted = fit([{ ...letters, weights: [5, 3, 2] }], letter('a', 'a', 'c'), HYPEROPT);
    expectNear(logDensities(weighted, letter('a', 'b', 'c')).map(Math.exp), [0.58333333, 0.15, 0.26666667], 8);
  });
});

describe('Parzen estimators', () => {
  const parameters: readonly Parameter[] = [
    { name: 'real', type: 'float', lower: 1e-3, upper: 1, log: true },
    { name: 'count', type: 'integer', lower: 1, upper: 20, log: true },
    { name: 'rank', type: 'ordinal', sequence: ['low', 'middle', 'high'] },
    letters,
    { name: 'only', type: 'categorical', choices: ['one'] },
  ];
  const space = createSearchSpace({ parameters });
  const rules: readonly ParzenRule[] = [
    OPTUNA,
    { ...OPTUNA, magicClip: false },
    { ...OPTUNA, priorWeight: 0 },
    HYPEROPT,
  ];

  it('draw legal values of finite density, also where all observations are the same', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.boolean(), fc.constantFrom(...rules), fc.nat(), (n, constant, rule, seed) => {
        const rng = createRng('observed', seed);
        const first = space.sample(rng);
        const observed = Array.from({ length: n }, () => (constant ? first : space.sample(rng)));
        const { codes, parzen } = fit(parameters, observed, rule);
        const points = Array.from({ length: codes.dimensions }, () => new Float64Array(10));
        parzen.sample(points, rng);
        const densities = new Float64Array(10);
        parzen.logDensity(points, densities);
        densities.forEach((density, index) => {
          expect(Number.isFinite(density)).toBe(true);
          const configuration = codes.decode(Float64Array.from(points, (column) => column[index] as number));
          expect(space.check(configuration)).toEqual([]);
          // Integers and choices are drawn at the codes of their values.
          const row = new Float64Array(codes.dimensions);
          codes.encode(configuration, row);
          points.slice(1).forEach((column, axis) => expect(row[axis + 1]).toBeCloseTo(column[index] as number, 12));
        });
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['optuna', OPTUNA],
    ['hyperopt', HYPEROPT],
  ])('of %s draw as often as their density says', (_, rule) => {
    const { parzen } = fit([{ name: 'x', type: 'integer', lower: 1, upper: 6 }], xs(1, 2, 2, 6), rule);
    const n = 20_000;
    const draws = new Float64Array(n);
    parzen.sample([draws], createRng('as often'));
    const counts = new Map<number, number>();
    for (const code of draws) counts.set(code, (counts.get(code) ?? 0) + 1);
    const cells = Float64Array.from({ length: 6 }, (_, cell) => (cell + 0.5) / 6);
    const masses = new Float64Array(6);
    parzen.logDensity([cells], masses);
    expect(masses.reduce((sum, mass) => sum + Math.exp(mass), 0)).toBeCloseTo(1, 12);
    let chiSquare = 0;
    cells.forEach((code, cell) => {
      const expected = n * Math.exp(masses[cell] as number);
      chiSquare += ((counts.get(code) ?? 0) - expected) ** 2 / expected;
    });
    // The 99.9 % quantile with five degrees of freedom.
    expect(chiSquare).toBeLessThan(20.5);
  });
});
