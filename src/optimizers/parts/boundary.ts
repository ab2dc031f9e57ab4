import type { Rng } from '../../core/rng.js';

/** What becomes of a component outside [0, 1]: it is drawn again uniformly, or moves to the nearer end (DEHB). */
export type Boundary = 'random' | 'clip';
export const BOUNDARIES: readonly Boundary[] = ['random', 'clip'];

/** Brings a vector into the unit cube, in place. */
export function repair(vector: Float64Array, boundary: Boundary, rng: Rng): Float64Array {
  for (let j = 0; j < vector.length; j++) {
    const component = vector[j] as number;
    if (component >= 0 && component <= 1) continue;
    vector[j] = boundary === 'random' ? rng.float() : component < 0 ? 0 : 1;
  }
  return vector;
}
