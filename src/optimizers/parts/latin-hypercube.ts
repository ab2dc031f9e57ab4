import type { Rng } from '../../core/rng.js';
import { shuffle } from './shuffle.js';

/**
 * A Latin hypercube of n points (McKay, Beckman, Conover 1979): in every dimension u_i = (p_i + U_i) / n for a random
 * permutation p of 0..n-1 and uniform U_i, so that each of the n strata of every dimension holds one point.
 * @returns n x dimensions, row by row, entries in [0, 1)
 */
export function latinHypercube(n: number, dimensions: number, rng: Rng): Float64Array {
  const points = new Float64Array(n * dimensions);
  const strata = Uint32Array.from({ length: n }, (_, i) => i);
  for (let d = 0; d < dimensions; d++) {
    shuffle(strata, rng);
    for (let i = 0; i < n; i++) points[i * dimensions + d] = ((strata[i] as number) + rng.float()) / n;
  }
  return points;
}
