import type { Fidelity } from '../../core/types.js';
import type { HyperbandPlan, PlannedBracket } from './hyperband-plan.js';
import { createPopulation, sameVector, type Individual, type Population } from './population.js';
import type { Variation } from './variation.js';

/** The population of one level. */
export interface SubPopulation extends Population {
  readonly fidelity: Fidelity;
  /** Slots in turn. */
  nextSlot(): number;
  /**
   * The next to be promoted to here: when the list is used up, it is made anew of the best `count` evaluated ones of the level
   * below that are not here already; if there is none, the best of that level again. Undefined if nobody there is evaluated.
   */
  nextPromoted(below: Population, count: number): Individual | undefined;
}

/** One population a level, as large as the largest rung at that level (DEHB, `_get_pop_sizes`). */
export function createSubPopulations(plan: HyperbandPlan, variation: Variation): ReadonlyMap<number, SubPopulation> {
  const rungs = plan.brackets.flatMap((bracket: PlannedBracket) => bracket.rungs);
  const largest = new Map(rungs.map((rung) => [rung.level, rung]));
  for (const rung of rungs) if (rung.size > (largest.get(rung.level)?.size ?? 0)) largest.set(rung.level, rung);
  const levels = [...largest.values()].sort((a, b) => a.level - b.level);
  return new Map(levels.map(({ level, size, fidelity }) => [level, createSubPopulation(size, fidelity, variation)]));
}

function createSubPopulation(size: number, fidelity: Fidelity, variation: Variation): SubPopulation {
  const population = createPopulation(Array.from({ length: size }, () => ({ ...variation.random(), loss: Infinity })));
  let [turn, promotions]: [number, Individual[]] = [0, []];
  return {
    ...population,
    fidelity,
    nextSlot() {
      const slot = turn;
      turn = (turn + 1) % size;
      return slot;
    },
    nextPromoted(below, count) {
      if (promotions.length === 0) promotions = newcomers(population, below).slice(0, count);
      const promoted = promotions.shift() ?? below.member(below.slotAt(0));
      return promoted.loss < Infinity ? promoted : undefined;
    },
  };
}

/** The evaluated members of `below`, best first, whose vectors a population does not hold. */
function newcomers(population: Population, below: Population): Individual[] {
  const held = population.best(population.size);
  return below
    .best(below.size)
    .filter(({ loss, vector }) => loss < Infinity && !held.some((member) => sameVector(member.vector, vector)));
}
