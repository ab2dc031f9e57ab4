import type { JsonObject } from '../../core/types.js';
import type { AsyncPlan } from './async-plan.js';
import type { PlannedLevel } from './driven-axis.js';
import { createRanking, type Ranking } from './ranking.js';

/** A bracket of asynchronous halving: its rungs fill for as long as somebody asks. */
export interface AsyncBracket<Rung> {
  readonly levels: readonly PlannedLevel[];
  /** One a level but the highest, where nobody is compared. */
  readonly rungs: readonly Rung[];
  /** By level: `{ bracket, rung }`, shared by the suggestions of the rung. */
  readonly origins: readonly JsonObject[];
}

/** @param create - makes a rung, given its losses */
export function asyncBrackets<Rung>(
  { levels, brackets, shared }: AsyncPlan,
  create: (ranking: Ranking) => Rung,
): readonly AsyncBracket<Rung>[] {
  const rungs = rungsOf(levels, create);
  return Array.from({ length: brackets }, (_, s) => {
    const own = levels.slice(s);
    return {
      levels: own,
      rungs: shared ? rungs.slice(s) : rungsOf(own, create),
      origins: own.map((_, rung) => Object.freeze({ bracket: s, rung })),
    };
  });
}

function rungsOf<Rung>(levels: readonly PlannedLevel[], create: (ranking: Ranking) => Rung): readonly Rung[] {
  return levels
    .slice(1)
    .map(({ level }, index) => create(createRanking((levels[index] as PlannedLevel).level / level)));
}
