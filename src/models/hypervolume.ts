import { dominates, type Point } from './non-dominated.js';

/**
 * Volume that is dominated by `points` and bounded by `reference`; points that are not strictly below the reference add nothing
 * (While, Bradstreet, Barone. A fast way of calculating exact hypervolumes. IEEE TEVC 16, 2012: WFG).
 */
export function hypervolume(points: readonly Point[], reference: Point): number {
  const inside = points.filter((point) => point.every((value, i) => value < (reference[i] as number)));
  return volumeOf(front(inside), reference);
}

/** What `point` adds to the volume of `others`. */
export function hypervolumeContribution(point: Point, others: readonly Point[], reference: Point): number {
  // Of the others only the part counts that lies in the box of the point.
  const limited = others.map((other) => other.map((value, i) => Math.max(value, point[i] as number)));
  return boxOf(point, reference) - hypervolume(limited, reference);
}

function volumeOf(points: readonly Point[], reference: Point): number {
  if (reference.length === 2) return areaOf(points, reference);
  // The worst in the last objective first: what they leave of the others is flat.
  const sorted = [...points].sort((a, b) => (b.at(-1) as number) - (a.at(-1) as number));
  return sorted.reduce((sum, point, i) => sum + hypervolumeContribution(point, sorted.slice(i + 1), reference), 0);
}

function areaOf(points: readonly Point[], [right, top]: Point): number {
  const sorted = [...points].sort((a, b) => (a[0] as number) - (b[0] as number));
  let area = 0;
  let above = top as number;
  for (const [x, y] of sorted as [number, number][]) {
    area += ((right as number) - x) * (above - y);
    above = y;
  }
  return area;
}

function boxOf(point: Point, reference: Point): number {
  return point.reduce((volume, value, i) => volume * Math.max(0, (reference[i] as number) - value), 1);
}

/** Points that no other dominates, each once. */
function front(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    if (kept.some((other) => dominates(other, point) || isEqual(other, point))) continue;
    for (let i = kept.length - 1; i >= 0; i--) if (dominates(point, kept[i] as Point)) kept.splice(i, 1);
    kept.push(point);
  }
  return kept;
}

function isEqual(a: Point, b: Point): boolean {
  return a.every((value, i) => value === b[i]);
}
