import type { Rng } from '../../core/rng.js';

/**
 * `count` different integers of 0..n-1 in random order, count <= n: every ordered choice is equally likely. Each takes one
 * random number, however few are left: it counts over those that were not drawn before.
 */
export function drawDistinct(count: number, n: number, rng: Rng): number[] {
  const drawn: number[] = [];
  const ascending: number[] = [];
  for (let i = 0; i < count; i++) {
    let index = rng.integer(n - i);
    let at = 0;
    for (; at < i && (ascending[at] as number) <= index; at++) index++;
    ascending.splice(at, 0, index);
    drawn.push(index);
  }
  return drawn;
}
