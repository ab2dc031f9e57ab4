import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGoodSet } from '../../src/optimizers/parts/good-set.js';
import { hypervolume, hypervolumeContribution } from '../../src/models/hypervolume.js';
import { hypervolumeSubset } from '../../src/optimizers/parts/hypervolume-subset.js';
import { dominates, nonDominatedRanks, type Point } from '../../src/models/non-dominated.js';

/** On a small grid, so that equal and dominated points are common. */
const pointsOf = (objectives: number, maxLength: number): fc.Arbitrary<number[][]> =>
  fc.array(fc.array(fc.nat(5), { minLength: objectives, maxLength: objectives }), { maxLength });

describe('non-dominated ranks', () => {
  it('are those that are known (moocore)', () => {
    const points = [
      [1, 3],
      [2, 2],
      [3, 1],
      [2, 3],
      [3, 3],
      [4, 4],
      [2, 2],
    ];
    expect([...nonDominatedRanks(points)]).toEqual([0, 0, 0, 1, 2, 3, 0]);
  });

  it('are those of taking fronts away one after the other', () => {
    fc.assert(
      fc.property(pointsOf(3, 30), (points) => {
        const ranks = new Map<number, number>();
        for (let rank = 0; ranks.size < points.length; rank++) {
          const left = points.map((_, index) => index).filter((index) => !ranks.has(index));
          const front = left.filter((i) => !left.some((j) => dominates(points[j] as Point, points[i] as Point)));
          for (const index of front) ranks.set(index, rank);
        }
        expect([...nonDominatedRanks(points)]).toEqual(points.map((_, index) => ranks.get(index)));
      }),
    );
  });

  it('never prefer a dominated point: the first of (1, 1), (2, 2), (3, 3) is the first', () => {
    const good = createGoodSet(2);
    for (const value of [3, 1, 2]) good.add(value, [value, value]);
    expect([1, 2, 3].map((count) => good.best(count))).toEqual([[1], [1, 2], [1, 2, 3]]);
  });
});

describe('the hypervolume', () => {
  it.each<[number, Point[], Point]>([
    [
      6,
      [
        [1, 3],
        [2, 2],
        [3, 1],
      ],
      [4, 4],
    ],
    [
      6,
      [
        [1, 3],
        [2, 2],
        [3, 1],
        [2, 2],
        [3, 3],
        [5, 0],
      ],
      [4, 4],
    ],
    [
      38,
      [
        [5, 5],
        [4, 6],
        [2, 7],
        [7, 4],
      ],
      [10, 10],
    ],
    [
      13,
      [
        [1, 2, 3],
        [2, 3, 1],
        [3, 1, 2],
      ],
      [4, 4, 4],
    ],
    [
      93,
      [
        [1, 2, 3, 4],
        [4, 3, 2, 1],
        [2, 2, 2, 2],
      ],
      [5, 5, 5, 5],
    ],
    [0, [], [1, 1]],
  ])('is %d, as is known (moocore 0.3.2)', (volume, points, reference) => {
    expect(hypervolume(points, reference)).toBe(volume);
  });

  it('is known of eleven points on a line', () => {
    const line = Array.from({ length: 11 }, (_, i) => [i / 10, 1 - i / 10]);
    expect(hypervolume(line, [1, 1])).toBeCloseTo(0.45, 12);
    expect(hypervolume(line, [1.1, 1.1])).toBeCloseTo(0.66, 12);
  });

  it('is the number of cells that are dominated on a grid, and contributions are differences', () => {
    const side = [0, 1, 2, 3, 4, 5];
    const cells = side.flatMap((x) => side.flatMap((y) => side.map((z) => [x, y, z])));
    const reference = [6, 6, 6];
    fc.assert(
      fc.property(pointsOf(3, 8), pointsOf(3, 1), (points, [point]) => {
        const counted = cells.filter((cell) => points.some((p) => p.every((value, i) => value <= (cell[i] as number))));
        expect(hypervolume(points, reference)).toBe(counted.length);
        if (point === undefined) return;
        const more = hypervolume([...points, point], reference) - counted.length;
        expect(hypervolumeContribution(point, points, reference)).toBe(more);
      }),
    );
  });

  it('of a subset is gained greedily, as if all contributions were computed every time', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(2, 3),
        fc.nat(10),
        fc.infiniteStream(pointsOf(3, 10)),
        (objectives, count, stream) => {
          const points = (stream.next().value as number[][]).map((point) => point.slice(0, objectives));
          const reference = Array.from({ length: objectives }, () => 6);
          const chosen: number[] = [];
          while (chosen.length < Math.min(count, points.length)) {
            const others = chosen.map((index) => points[index] as Point);
            const gains = points.map((point, index) =>
              chosen.includes(index) ? -1 : hypervolumeContribution(point, others, reference),
            );
            chosen.push(gains.indexOf(Math.max(...gains)));
          }
          expect(hypervolumeSubset(points, count, reference)).toEqual(chosen);
        },
      ),
    );
  });
});

describe('the good ones of several objectives', () => {
  it('are whole fronts, and of the next one those that dominate most together', () => {
    const good = createGoodSet(2);
    const points = [
      [0, 0],
      [1, 9],
      [9, 1],
      [4, 4],
      [5, 3],
      [10, 10],
    ];
    points.forEach((point, index) => good.add(index, point));
    // Reference (9.9, 9.9): alone (4, 4) dominates most of the second front, then one of the outer ones adds most.
    expect(good.best(1)).toEqual([0]);
    expect(good.best(2)).toEqual([0, 3]);
    expect([...good.best(5)].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('weigh what they add, or nearly nothing', () => {
    const good = createGoodSet(2);
    [
      [1, 3],
      [2, 2],
      [3, 1],
      [3, 3],
    ].forEach((point, index) => good.add(index, point));
    const weights = good.contributions([0, 1, 2, 3]);
    // Reference (3.3, 3.3): they add 0.3 x 1, 1 x 1 and 1 x 0.3.
    [0.3, 1, 0.3, 1e-12].forEach((weight, index) => expect(weights[index]).toBeCloseTo(weight, 10));
    expect([...good.contributions([1])]).toEqual([1]);
  });
});
