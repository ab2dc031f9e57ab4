import { bug } from '../../core/errors.js';
import type { Configuration } from '../../core/types.js';

/** A configuration as a point of the unit cube. */
export interface Candidate {
  readonly vector: Float64Array;
  readonly configuration: Configuration;
}

/** A candidate in a population. */
export interface Individual extends Candidate {
  /** Infinity before its evaluation has ended, and if it failed. */
  readonly loss: number;
  /** Undefined before it is asked for, and if it was not this run's. */
  readonly trial?: number;
}

/** Individuals in numbered slots, ranked by (loss, slot). */
export interface Population {
  readonly size: number;
  member(slot: number): Individual;
  /** One-to-one selection: puts a newcomer into a slot whose member is not better; equality moves. False if it lost. */
  challenge(slot: number, newcomer: Individual): boolean;
  replace(slot: number, newcomer: Individual): void;
  /** The slot of rank `rank`, 0 the best. */
  slotAt(rank: number): number;
  /** The `count` best, in order; all if there are fewer. */
  best(count: number): Individual[];
  /** Their vectors. */
  vectors(count: number): Float64Array[];
}

/** @param founders - at least one */
export function createPopulation(founders: readonly Individual[]): Population {
  const members = [...founders];
  const ranking = members.map((_, slot) => slot).sort((a, b) => (precedes(members, a, b) ? -1 : 1));

  function member(slot: number): Individual {
    const found = members[slot];
    if (found === undefined) throw bug(`a population of ${members.length} has no slot ${slot}`);
    return found;
  }

  /** Moves one slot up or down the ranking: its loss has changed, the others still stand in order. */
  function replace(slot: number, newcomer: Individual): void {
    let at = ranking.indexOf(slot);
    members[slot] = newcomer;
    for (; at > 0 && precedes(members, slot, ranking[at - 1] as number); at--) ranking[at] = ranking[at - 1] as number;
    const last = ranking.length - 1;
    for (; at < last && precedes(members, ranking[at + 1] as number, slot); at++)
      ranking[at] = ranking[at + 1] as number;
    ranking[at] = slot;
  }

  return {
    size: members.length,
    member,
    replace,
    challenge(slot, newcomer) {
      const wins = newcomer.loss <= member(slot).loss;
      if (wins) replace(slot, newcomer);
      return wins;
    },
    slotAt: (rank) => ranking[rank] as number,
    best: (count) => ranking.slice(0, count).map((slot) => members[slot] as Individual),
    vectors: (count) => ranking.slice(0, count).map((slot) => (members[slot] as Individual).vector),
  };
}

function precedes(members: readonly Individual[], a: number, b: number): boolean {
  const difference = (members[a] as Individual).loss - (members[b] as Individual).loss;
  // Infinity - Infinity is NaN: both are last, and equal.
  return difference < 0 || (!(difference > 0) && a < b);
}

export function sameVector(a: Float64Array, b: Float64Array): boolean {
  for (let j = 0; j < a.length; j++) if (a[j] !== b[j]) return false;
  return true;
}
