import type { Point } from '../../models/non-dominated.js';

/**
 * Crowding distance of each point of one front: over the objectives, the distance between its two neighbours as a share of the
 * front's range; Infinity at the ends (Deb, Pratap, Agarwal, Meyarivan. NSGA-II. IEEE TEVC 6, 2002).
 */
export function crowdingDistances(front: readonly Point[]): Float64Array {
  const distances = new Float64Array(front.length);
  const objectives = front[0]?.length ?? 0;
  for (let objective = 0; objective < objectives; objective++) {
    const value = (index: number): number => front[index]?.[objective] as number;
    const order = front.map((_, index) => index).sort((i, j) => value(i) - value(j) || i - j);
    const last = order.length - 1;
    const range = value(order[last] as number) - value(order[0] as number);
    order.forEach((index, at) => {
      const isEnd = at === 0 || at === last;
      const gap = isEnd ? Infinity : value(order[at + 1] as number) - value(order[at - 1] as number);
      distances[index] = (distances[index] as number) + (range > 0 || isEnd ? gap / (range || 1) : 0);
    });
  }
  return distances;
}
