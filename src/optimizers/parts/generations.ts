import type { Rng } from '../../core/rng.js';
import { offspringOf, type Challenge } from './challenge.js';
import { BY_CHANCE } from './parentage.js';
import { createPopulation, type Individual } from './population.js';
import { withoutTarget, type Variation } from './variation.js';

/**
 * Who is the target of an offspring, and when they compete (DEHB, `de.py`):
 * - `deferred`: slot after slot; all when the generation has ended (the plain algorithm).
 * - `immediate`: slot after slot, each when it has ended; `random` and `worst`: the same, the target drawn, or the worst.
 */
export type Selection = 'deferred' | 'immediate' | 'random' | 'worst';
export const SELECTIONS: readonly Selection[] = ['deferred', 'immediate', 'random', 'worst'];

/** A population that evolves: its founders are evaluated first, offspring follow. */
export interface Generations {
  /** Undefined while a generation waits for evaluations that are outstanding. */
  next(): Challenge | undefined;
  /** An evaluation has ended. */
  enter(slot: number, individual: Individual): void;
}

export interface GenerationOptions {
  readonly selection: Selection;
  readonly targetAsDonor: boolean;
  readonly variation: Variation;
}

/** @param founders - those with a finite loss are not evaluated again */
export function createGenerations(
  founders: readonly Individual[],
  { selection, targetAsDonor, variation }: GenerationOptions,
  rng: Rng,
): Generations {
  const population = createPopulation(founders);
  const { size } = population;
  const luck = rng.fork('target');
  /** Slots of founders that nobody has asked for yet. */
  const fresh = founders.flatMap(({ loss }, slot) => (loss < Infinity ? [] : [slot]));
  /** Of the generation, where selection is deferred: how many evaluations it has, how many were asked for, who has ended. */
  let [due, asked, turn] = [fresh.length || size, 0, 0];
  let ended: { readonly slot: number; readonly individual: Individual }[] = [];

  function target(): number {
    if (selection === 'random') return luck.integer(size);
    if (selection === 'worst') return population.slotAt(size - 1);
    const slot = turn;
    turn = (turn + 1) % size;
    return slot;
  }

  function next(): Challenge | undefined {
    if (selection === 'deferred' && asked === due) return undefined;
    asked++;
    const founder = fresh.shift();
    if (founder !== undefined) return { slot: founder, candidate: population.member(founder), origin: BY_CHANCE };
    const slot = target();
    const all = population.vectors(size);
    const pool = targetAsDonor ? all : withoutTarget(all, population.member(slot).vector);
    return offspringOf(population, slot, { pool, best: all[0] as Float64Array }, variation);
  }

  function enter(slot: number, individual: Individual): void {
    if (selection !== 'deferred') {
      population.challenge(slot, individual);
      return;
    }
    ended.push({ slot, individual });
    if (ended.length < due) return;
    for (const each of ended) population.challenge(each.slot, each.individual);
    [due, asked, ended] = [size, 0, []];
  }

  return { next, enter };
}
