import { offspringOf, type Challenge } from './challenge.js';
import { BY_CHANCE, originFrom } from './parentage.js';
import type { Individual } from './population.js';
import type { BracketState } from './rungs.js';
import type { SubPopulation } from './sub-populations.js';
import { withoutTarget, type Variation } from './variation.js';

/**
 * Until when rungs above the first take over the best of the level below, instead of evolving:
 * - `global`: while the newest bracket is of the first cycle, whichever bracket asks (the code of DEHB).
 * - `bracket`: in all brackets of the first cycle, however many have opened since (the paper).
 */
export type PromotionRule = 'global' | 'bracket';
export const PROMOTION_RULES: readonly PromotionRule[] = ['global', 'bracket'];

/** What first rungs of the first cycle evaluate: `offspring` of random vectors (the code), or those vectors (the paper). */
export type InitialRule = 'offspring' | 'population';
export const INITIAL_RULES: readonly InitialRule[] = ['offspring', 'population'];

export interface DehbRules {
  readonly promotion: PromotionRule;
  readonly initial: InitialRule;
}

/** What DEHB wants evaluated, and the population that it is for. */
export interface DehbProposal extends Challenge {
  readonly population: SubPopulation;
  /** The member of the level below that it takes over unchanged. */
  readonly promoted?: Individual;
}

/**
 * Where bracket and population meet: who is evaluated next (DEHB, `_acquire_config`). *Deviates:* where nobody of the level below
 * has been evaluated with success, the reference fails; here the slot evolves.
 */
export interface DehbProposals {
  /** @param newest - number of the newest bracket */
  next(bracket: BracketState, newest: number): DehbProposal;
  /** A member has changed. */
  learn(population: SubPopulation, slot: number): void;
}

/** @param cycle - how many brackets the first cycle has */
export function createDehbProposals(
  populations: ReadonlyMap<number, SubPopulation>,
  cycle: number,
  rules: DehbRules,
  variation: Variation,
): DehbProposals {
  /** Slots whose member was neither evaluated nor replaced. */
  const fresh = new Map([...populations.values()].map((each) => [each, freshSlots(each)]));
  /** The slot with the smallest loss at any level: the reference's incumbent mixes fidelities. */
  let best: { readonly population: SubPopulation; readonly slot: number; readonly loss: number } | undefined;

  function at(level: number): SubPopulation {
    return populations.get(level) as SubPopulation;
  }

  function evolved(population: SubPopulation, below: SubPopulation, slot: number, size: number): Challenge {
    const target = population.member(slot).vector;
    const leader = (best?.population.member(best.slot) ?? population.member(population.slotAt(0))).vector;
    const pool = below.vectors(size);
    if (pool.length < variation.donors) {
      const everybody = [...populations.values()].flatMap((each) => each.vectors(each.size));
      const ancestry = { pool: withoutTarget(everybody, target), target, best: leader };
      // One more than are missing, since the target may be among them.
      for (let missing = variation.donors - pool.length + 1; missing > 0; missing--) {
        pool.push(variation.mutant(ancestry));
      }
    }
    return offspringOf(population, slot, { pool: withoutTarget(pool, target), best: leader }, variation);
  }

  function next(bracket: BracketState, newest: number): DehbProposal {
    const { rung, current, plan } = bracket;
    const population = at(current.level);
    const below = rung === 0 ? population : at((plan.rungs[rung - 1] as typeof current).level);
    const slot = population.nextSlot();
    const promotes = (rules.promotion === 'global' ? newest : bracket.index) < cycle;
    const promoted = promotes && rung > 0 ? population.nextPromoted(below, current.size) : undefined;
    const untouched = fresh.get(population)?.delete(slot) === true;
    if (promoted !== undefined) {
      const origin = { ...originFrom('promotion', promoted), slot };
      return { population, slot, candidate: promoted, origin, promoted };
    }
    if (rules.initial === 'population' && rung === 0 && bracket.index < cycle && untouched) {
      return { population, slot, candidate: population.member(slot), origin: { ...BY_CHANCE, slot } };
    }
    return { population, ...evolved(population, below, slot, current.size) };
  }

  return {
    next,
    learn(population, slot) {
      const { loss } = population.member(slot);
      if (loss < (best?.loss ?? Infinity)) best = { population, slot, loss };
    },
  };
}

function freshSlots(population: SubPopulation): Set<number> {
  const slots = Array.from({ length: population.size }, (_, slot) => slot);
  return new Set(slots.filter((slot) => population.member(slot).loss === Infinity));
}
