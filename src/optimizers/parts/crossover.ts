import type { Rng } from '../../core/rng.js';

/**
 * - `bin`: each component from the mutant with probability CR; if none was, a random one (DEHB).
 * - `bin-forced`: the same, and a random one always (Storn and Price 1997), so that P(mutant) = CR + (1 - CR)/d.
 * - `exp`: a run of components from a random place, one longer with probability CR; it may be empty (DEHB).
 * - `exp-in-place`: `exp` as DEHB's code has it, which writes into the parent: it changes even if the offspring loses.
 */
export type Crossover = 'bin' | 'bin-forced' | 'exp' | 'exp-in-place';
export const CROSSOVERS: readonly Crossover[] = ['bin', 'bin-forced', 'exp', 'exp-in-place'];

/**
 * The offspring of a target and a mutant. `exp-in-place` is `exp` here: whoever owns the parent overwrites it.
 * @param rate - CR
 */
export function crossover(
  kind: Crossover,
  rate: number,
  { target, mutant }: { readonly target: Float64Array; readonly mutant: Float64Array },
  rng: Rng,
): Float64Array {
  const d = target.length;
  const offspring = target.slice();
  const take = (j: number): void => {
    offspring[j] = mutant[j] as number;
  };
  if (d === 0) return offspring;
  if (kind === 'exp' || kind === 'exp-in-place') {
    const first = rng.integer(d);
    for (let length = 0; rng.float() < rate && length < d; length++) take((first + length) % d);
    return offspring;
  }
  let taken = 0;
  for (let j = 0; j < d; j++) {
    if (rng.float() >= rate) continue;
    take(j);
    taken++;
  }
  if (taken === 0 || kind === 'bin-forced') take(rng.integer(d));
  return offspring;
}
