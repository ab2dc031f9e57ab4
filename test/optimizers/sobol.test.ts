import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { Suggestion } from '../../src/core/types.js';
import {
  SCRAMBLES,
  SOBOL_DIMENSIONS,
  sobolSequence,
  type Scramble,
} from '../../src/optimizers/parts/sobol-sequence.js';
import sobol from '../../src/optimizers/sobol.js';
import type { SpaceDefinition } from '../../src/space/parameter.js';
import { drive, landscape, suggestionsOf } from './drive.js';
import { problemFor, PROBLEMS } from './problems.js';

function points(dimensions: number, count: number, scramble: Scramble = 'none', seed = 0): number[][] {
  const next = sobolSequence(dimensions, scramble, createRng('sobol', seed));
  return Array.from({ length: count }, () => {
    const point = new Float64Array(dimensions);
    next(point);
    return [...point];
  });
}

/** Dimension, and its coordinates of points 1234 and 4095 times 2^32 by SciPy 1.17.1: `qmc.Sobol(1111, scramble=False, bits=32)`. */
const KNOWN: readonly (readonly [number, number, number])[] = [
  [1, 1801453568, 4042260480],
  [2, 3550478336, 1435500544],
  [9, 2363490304, 1058013184],
  [36, 975175680, 2492465152],
  [100, 2615148544, 1481637888],
  [336, 2418016256, 2175795200],
  [480, 3407872000, 3866099712],
  [481, 4179623936, 1005584384],
  [1000, 333447168, 3742367744],
  [1110, 3684696064, 1454374912],
];

describe("sobol's sequence", () => {
  it('begins with the eight points that are known in three dimensions', () => {
    expect(points(3, 8)).toEqual([
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
    ]);
  });

  it('has the coordinates of SciPy, up to the last dimension', () => {
    const all = points(SOBOL_DIMENSIONS, 4096);
    const found = KNOWN.map(([dimension]) => [1234, 4095].map((i) => all[i]?.[dimension]));
    expect(found).toEqual(KNOWN.map(([, ...coordinates]) => coordinates.map((x) => x / 2 ** 32)));
  });

  it.each(SCRAMBLES)('scrambled by %s, has one of 2^m points in every stratum of every dimension', (scramble) => {
    const all = points(SOBOL_DIMENSIONS, 256, scramble);
    for (let d = 0; d < SOBOL_DIMENSIONS; d++) {
      const strata = new Set(all.map((point) => Math.floor((point[d] as number) * 256)));
      expect(strata.size, `dimension ${d}`).toBe(256);
    }
  });

  it.each(SCRAMBLES)('scrambled by %s, is a (0,m,2)-net in base 2 at every multiple of 2^m', (scramble) => {
    const cases = fc.record({ seed: fc.nat(1000), m: fc.integer({ min: 0, max: 8 }), block: fc.nat(3) });
    fc.assert(
      fc.property(cases, ({ seed, m, block }) => {
        const n = 2 ** m;
        const net = points(2, n * (block + 1), scramble, seed).slice(n * block);
        for (let a = 0; a <= m; a++) {
          const boxes = net.map(
            ([x, y]) => `${Math.floor((x as number) * 2 ** a)} ${Math.floor((y as number) * 2 ** (m - a))}`,
          );
          expect(new Set(boxes).size).toBe(n);
        }
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it.each(['owen', 'linear-matrix'] as const)(
    'scrambled by %s, has uniform coordinates and is new at every seed',
    (scramble) => {
      const firsts = Array.from(
        { length: 4000 },
        (_, seed) => (points(2, 3, scramble, seed)[2] as number[])[1] as number,
      );
      const cells = new Array<number>(20).fill(0);
      for (const x of firsts) cells[Math.floor(x * 20)] = (cells[Math.floor(x * 20)] as number) + 1;
      // Chi-square on 19 degrees of freedom: 43.8 is passed once in a thousand.
      expect(cells.reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0)).toBeLessThan(43.8);
      expect(new Set(firsts).size).toBeGreaterThan(3990);
    },
  );

  it('scrambled by owen, estimates a smooth integral far better than random points do', () => {
    const error = (scramble: Scramble, seed: number): number =>
      points(4, 256, scramble, seed).reduce((sum, point) => sum + point.reduce((product, x) => product * 2 * x, 1), 0) /
        256 -
      1;
    const squares = Array.from({ length: 50 }, (_, seed) => error('owen', seed) ** 2);
    // Random points have the variance ((4/3)^4 - 1) / 256.
    const random = ((4 / 3) ** 4 - 1) / 256;
    expect(squares.reduce((sum, square) => sum + square, 0) / 50).toBeLessThan(random / 50);
  });
});

describe('sobol', () => {
  const asks = (space: SpaceDefinition, scramble: Scramble, evaluations: number): Suggestion[] => {
    const problem = problemFor(sobol, { space, fidelities: [] });
    const optimizer = sobol.create(problem, { scramble }, createRng(1));
    return suggestionsOf(drive(optimizer, { workers: 2, evaluations, evaluate: landscape(problem) }));
  };

  it('leaves out the origin only if it is not scrambled', () => {
    const line = PROBLEMS['one level'].space;
    expect(asks(line, 'none', 3).map(({ configuration, origin }) => [configuration['x'], origin])).toEqual([
      [0.5, { point: 1 }],
      [0.75, { point: 2 }],
      [0.25, { point: 3 }],
    ]);
    expect(asks(line, 'owen', 1)[0]?.origin).toEqual({ point: 0 });
  });

  it('passes over what is forbidden, and says which points it took', () => {
    const taken = asks(PROBLEMS.mixed.space, 'owen', 64).map(({ origin }) => origin?.['point'] as number);
    expect(taken).toEqual([...new Set(taken)].sort((a, b) => a - b));
    expect(taken.at(-1)).toBeGreaterThan(63);
  });

  it('is balanced on categories at a power of two', () => {
    const space: SpaceDefinition = { parameters: [{ name: 'c', type: 'categorical', choices: [0, 1, 2, 3] }] };
    const counts = [0, 1, 2, 3].map(
      (c) => asks(space, 'owen', 64).filter(({ configuration }) => configuration['c'] === c).length,
    );
    expect(counts).toEqual([16, 16, 16, 16]);
  });

  it('goes on at random beyond the dimensions that it has numbers for, and says in how many', () => {
    const parameters = Array.from(
      { length: SOBOL_DIMENSIONS + 2 },
      (_, i) => ({ name: `x${i}`, type: 'float', lower: 0, upper: 1 }) as const,
    );
    const made = asks({ parameters }, 'none', 4);
    expect(made.map(({ origin }) => origin)).toEqual([1, 2, 3, 4].map((point) => ({ point, random: 2 })));
    const beyond = made.map(({ configuration }) => configuration[`x${SOBOL_DIMENSIONS + 1}`] as number);
    expect(new Set(beyond.map((x) => (x * 8) % 1)).size).toBe(4);
  });
});
