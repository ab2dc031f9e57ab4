import type { Rng } from '../../core/rng.js';
import type { MetricReference } from '../optimizer.js';
import { crowdingDistances } from './crowding.js';
import { hypervolumeContribution } from '../../models/hypervolume.js';
import { nonDominatedRanks, type Point } from '../../models/non-dominated.js';

/** One number a point, by which points of several objectives are compared. */
export interface Scalarisation {
  /** Of an evaluation that completed. */
  learn(point: Point, level: number): void;
  /** Smaller is better. */
  score(points: readonly Point[]): readonly number[];
}

/** The selections of the package smashy (`mo_selection_method`). */
export const SCALARISATIONS = ['nondom.crowding', 'nondom.hvcontrib', 'hvimprovement', 'amazon'] as const;
export type ScalarisationName = (typeof SCALARISATIONS)[number];

/**
 * How smashy compares what has several objectives (Moosbauer et al. 2022; package miesmuschel): by non-dominated front, and in a front
 * by crowding distance or by contribution to its hypervolume; by what is added to the hypervolume of all that was found at the
 * highest level so far; or by the best of random weightings (as in Schmucker et al. arXiv 2106.12639, of Amazon).
 *
 * *Deviates:* the package prefers what is crowded, a slip of its signs; its crowding distance is not normalised. Its hypervolumes
 * are bounded by what its user gives, here by the declared bound of an objective, or else by the worst that was seen.
 */
export function createScalarisation(
  name: ScalarisationName,
  objectives: readonly MetricReference[],
  rng: Rng,
): Scalarisation {
  const bounds = createBounds(objectives);
  switch (name) {
    case 'nondom.crowding':
      return { learn: nothing, score: (points) => byFront(points, crowdingDistances) };
    case 'nondom.hvcontrib':
      return {
        learn: (point) => bounds.learn(point),
        score: (points) => byFront(points, (front) => contributions(front, bounds.reference(points))),
      };
    case 'hvimprovement':
      return improvement(bounds);
    case 'amazon':
      return { learn: nothing, score: (points) => points.map((point) => weighted(point, rng)) };
  }
}

function nothing(): void {
  // Points are compared among themselves.
}

/** The number of its front, and behind the comma its place in it: the larger the tie-break the better, then the earlier. */
function byFront(points: readonly Point[], tieBreak: (front: readonly Point[]) => ArrayLike<number>): number[] {
  const ranks = nonDominatedRanks(points);
  const scores = Array.from(ranks);
  const count = Math.max(-1, ...ranks) + 1;
  for (let rank = 0; rank < count; rank++) {
    const front = scores.flatMap((_, index) => (ranks[index] === rank ? [index] : []));
    const worth = tieBreak(front.map((index) => points[index] as Point));
    const order = front.map((_, at) => at).sort((a, b) => descending(worth[a] as number, worth[b] as number) || a - b);
    order.forEach((at, place) => (scores[front[at] as number] = rank + place / front.length));
  }
  return scores;
}

function descending(a: number, b: number): number {
  return a === b ? 0 : b - a;
}

function contributions(front: readonly Point[], reference: Point): number[] {
  return front.map((point) =>
    hypervolumeContribution(
      point,
      front.filter((other) => other !== point),
      reference,
    ),
  );
}

/** *Deviates:* what is compared is not yet among what was found, or nothing at the highest level would improve on it. */
function improvement(bounds: Bounds): Scalarisation {
  let found: Point[] = [];
  let highest = -Infinity;
  return {
    learn(point, level) {
      bounds.learn(point);
      if (level > highest) [found, highest] = [[], level];
      if (level === highest) found.push(point);
    },
    score(points) {
      const reference = bounds.reference(points);
      return points.map((point) => -hypervolumeContribution(point, found, reference));
    },
  };
}

/** Random weightings of a point. */
const WEIGHTINGS = 100;

/**
 * The best of weighted sums, the weights drawn evenly from the simplex for each point.
 *
 * *Deviates:* in the package a configuration keeps its weights from its proposal on; here they are drawn for each comparison.
 */
function weighted(point: Point, rng: Rng): number {
  let best = Infinity;
  for (let i = 0; i < WEIGHTINGS; i++) {
    let [sum, total] = [0, 0];
    for (const value of point) {
      const weight = -Math.log(1 - rng.float());
      sum += weight * value;
      total += weight;
    }
    best = Math.min(best, sum / total);
  }
  return best;
}

interface Bounds {
  learn(point: Point): void;
  /** The declared bound of an objective, or the worst that was seen, these included. */
  reference(points: readonly Point[]): Point;
}

function createBounds(objectives: readonly MetricReference[]): Bounds {
  const worst = objectives.map(() => -Infinity);
  const widen = (point: Point): void => {
    point.forEach((value, i) => (worst[i] = Math.max(worst[i] as number, value)));
  };
  return {
    learn: widen,
    reference(points) {
      points.forEach(widen);
      return objectives.map(({ upper }, i) => upper ?? (worst[i] as number));
    },
  };
}
