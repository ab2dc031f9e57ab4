import { hypervolume, hypervolumeContribution } from '../../models/hypervolume.js';
import { hypervolumeSubset } from './hypervolume-subset.js';
import { nonDominatedRanks, type Point } from '../../models/non-dominated.js';
import { createSortedList, type Placed } from './sorted-list.js';

/** Completed observations by number, and the best of them. */
export interface GoodSet {
  readonly size: number;
  add(index: number, objectives: Point): void;
  /** The `count` best, 0 <= count <= size, in any order. */
  best(count: number): readonly number[];
  /** A weight in (0, 1] for each of these: what it adds to the dominated volume, relative to the one that adds most. */
  contributions(indexes: readonly number[]): Float64Array;
}

/** By the objective where there is one; by non-dominated rank where there are several, as TPESampler of Optuna has it. */
export function createGoodSet(objectives: number): GoodSet {
  return objectives > 1 ? severalObjectives() : oneObjective();
}

function oneObjective(): GoodSet {
  const ranking = createSortedList<Placed>();
  return {
    get size() {
      return ranking.size;
    },
    add: (index, [loss]) => ranking.insert({ trial: index, loss: loss as number }),
    best: (count) => Array.from({ length: count }, (_, rank) => (ranking.at(rank) as Placed).trial),
    contributions: (indexes) => new Float64Array(indexes.length).fill(1),
  };
}

/** Whole fronts as long as they fit; of the next one what dominates most together. */
function severalObjectives(): GoodSet {
  const points = new Map<number, Point>();

  function best(count: number): readonly number[] {
    const indexes = [...points.keys()].sort((a, b) => a - b);
    const ranks = nonDominatedRanks(indexes.map((index) => points.get(index) as Point));
    const chosen: number[] = [];
    for (let rank = 0; chosen.length < count; rank++) {
      const front = indexes.filter((_, at) => ranks[at] === rank);
      chosen.push(...(chosen.length + front.length <= count ? front : mostDominating(front, count - chosen.length)));
    }
    return chosen;
  }

  function mostDominating(front: readonly number[], count: number): number[] {
    const values = front.map((index) => points.get(index) as Point);
    return hypervolumeSubset(values, count, referenceOf(values)).map((at) => front[at] as number);
  }

  return {
    get size() {
      return points.size;
    },
    add: (index, point) => points.set(index, point),
    best,
    contributions: (indexes) => relativeContributions(indexes.map((index) => points.get(index) as Point)),
  };
}

const LEAST = 1e-12;

/** A tenth of its size worse than the worst in every objective. */
function referenceOf(points: readonly Point[]): Point {
  const [first = []] = points;
  return first.map((_, i) => {
    const worst = Math.max(...points.map((point) => point[i] as number));
    return Math.max(1.1 * worst, 0.9 * worst) || LEAST;
  });
}

/** What is dominated, or there twice, adds nothing, and keeps the least weight. */
function relativeContributions(points: readonly Point[]): Float64Array {
  if (points.length < 2) return new Float64Array(points.length).fill(1);
  const reference = referenceOf(points);
  const ranks = nonDominatedRanks(points);
  const front = points.filter((_, at) => ranks[at] === 0);
  if (!Number.isFinite(hypervolume(front, reference))) return new Float64Array(points.length).fill(1);
  const added = points.map((point, at) => {
    if (ranks[at] !== 0) return 0;
    return hypervolumeContribution(
      point,
      front.filter((other) => other !== point),
      reference,
    );
  });
  const largest = Math.max(...added, LEAST);
  return Float64Array.from(added, (volume) => Math.max(volume / largest, LEAST));
}
