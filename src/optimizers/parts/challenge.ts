import type { JsonObject } from '../../core/types.js';
import { BY_CHANCE, originFrom } from './parentage.js';
import type { Candidate, Population } from './population.js';
import type { Ancestry, Variation } from './variation.js';

/** A candidate that is to be evaluated, the slot of a population that it will compete for, and where it came from. */
export interface Challenge {
  readonly slot: number;
  readonly candidate: Candidate;
  readonly origin: JsonObject;
}

/** An offspring of the member of a slot; a random draw where all offspring were forbidden. */
export function offspringOf(
  population: Population,
  slot: number,
  { pool, best }: Omit<Ancestry, 'target'>,
  variation: Variation,
): Challenge {
  const parent = population.member(slot);
  const candidate = variation.offspring({ pool, best, target: parent.vector });
  if (candidate === undefined) return { slot, candidate: variation.random(), origin: { ...BY_CHANCE, slot } };
  // The parent has its old loss with the new vector: what was evaluated under its trial is gone.
  if (variation.overwrites) population.replace(slot, { ...candidate, loss: parent.loss });
  return { slot, candidate, origin: { ...originFrom('offspring', parent), slot } };
}
