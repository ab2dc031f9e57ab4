import type { JsonObject } from '../../core/types.js';
import type { AsyncLevel, AsyncPlan } from './async-plan.js';
import { createRanking, type Ranking } from './ranking.js';

/** A bracket of asynchronous halving: its rungs fill for as long as somebody asks. */
export interface AsyncBracket<Rung> {
  readonly levels: readonly AsyncLevel[];
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

function rungsOf<Rung>(levels: readonly AsyncLevel[], create: (ranking: Ranking) => Rung): readonly Rung[] {
  return levels.slice(1).map(({ level: above }, index) => {
    const { level, reduction } = levels[index] as AsyncLevel;
    return create(createRanking({ reduction, ratio: level / above }));
  });
}
