/** A point of objectives, all minimised. */
export type Point = readonly number[];

/**
 * Rank of each point: 0 for those that no other dominates, and so on when these are taken away; equal points have one rank.
 *
 * Sequential search of efficient non-dominated sorting (Zhang, Tian, Cheng, Jin. IEEE TEVC 19, 2015): in lexicographic order only
 * earlier points can dominate a later one.
 */
export function nonDominatedRanks(points: readonly Point[]): Int32Array {
  const ranks = new Int32Array(points.length);
  const order = points.map((_, index) => index);
  order.sort((i, j) => lexicographic(points[i] as Point, points[j] as Point));
  const fronts: Point[][] = [];
  for (const index of order) {
    const point = points[index] as Point;
    let rank = 0;
    while (fronts[rank]?.some((other) => dominates(other, point)) === true) rank++;
    (fronts[rank] ??= []).push(point);
    ranks[index] = rank;
  }
  return ranks;
}

/** Nowhere worse, somewhere better. */
export function dominates(a: Point, b: Point): boolean {
  let better = false;
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference > 0) return false;
    better ||= difference < 0;
  }
  return better;
}

function lexicographic(a: Point, b: Point): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}
