import { hypervolumeContribution } from '../../models/hypervolume.js';
import type { Point } from '../../models/non-dominated.js';

/**
 * Indexes of `count` points, chosen one after the other for what they add to the dominated volume; equal ones in order of their
 * indexes (Guerreiro, Fonseca, Paquete. Greedy hypervolume subset selection in low dimensions. Evolutionary Computation 24,
 * 2016).
 *
 * A contribution can only fall when something is chosen, so that old ones are bounds, and most need not be computed again.
 */
export function hypervolumeSubset(points: readonly Point[], count: number, reference: Point): number[] {
  const bounds = points.map((point) => hypervolumeContribution(point, [], reference));
  /** How many had been chosen when a bound was computed. */
  const computedAt = points.map(() => 0);
  const chosen: number[] = [];
  while (chosen.length < Math.min(count, points.length)) {
    const best = indexOfLargest(bounds);
    if (computedAt[best] === chosen.length) {
      chosen.push(best);
      bounds[best] = -Infinity;
    } else {
      const others = chosen.map((index) => points[index] as Point);
      bounds[best] = hypervolumeContribution(points[best] as Point, others, reference);
      computedAt[best] = chosen.length;
    }
  }
  return chosen;
}

/** Of what is not -Infinity, the first where several are equal. */
function indexOfLargest(values: readonly number[]): number {
  let largest = -1;
  for (let i = 0; i < values.length; i++) {
    if (values[i] === -Infinity) continue;
    if (largest === -1 || (values[i] as number) > (values[largest] as number)) largest = i;
  }
  return largest;
}
