import type { Configuration, JsonObject, Suggestion } from '../../core/types.js';
import type { Ask, Optimizer, Problem } from '../optimizer.js';
import type { AsyncPlan } from './async-plan.js';
import { asyncBrackets, type AsyncBracket } from './async-rungs.js';
import type { PlannedLevel } from './driven-axis.js';
import { lossOf } from './loss.js';
import { createPaused, type Paused, type PausedTrial } from './paused.js';
import { createPending } from './pending.js';
import type { Ranking } from './ranking.js';
import { learnEarlier, type Sampler } from './sampler.js';

/**
 * Asynchronous successive halving by promotion (Li et al., A system for massively parallel hyperparameter tuning, MLSys 2020,
 * Algorithm 2) over any sampler: a free worker promotes the best trial that is good enough for the next rung, the highest rung
 * first and of all brackets; if there is none, it begins a new one. Nobody ever waits for a rung. Failures are not counted in it.
 * @param choose - the bracket of the next new trial; a plan with one bracket asks for none
 */
export function createAsyncPromotion(
  problem: Pick<Problem, 'observations'>,
  plan: AsyncPlan,
  sampler: Sampler,
  choose: () => number,
): Optimizer {
  const brackets = asyncBrackets(plan, (ranking): Rung => ({ ranking, paused: createPaused(plan.keep) }));
  const rungs = highestFirst(brackets);
  const pending = createPending<Member>();
  let trials = 0;

  learnEarlier(problem.observations, plan.axis, sampler);

  function promote(): Member | undefined {
    for (const { ranking, paused } of rungs) {
      const best = paused.best();
      if (best === undefined || !plan.rule(ranking, ranking.rankOf(best))) continue;
      paused.promote();
      best.rung++;
      return best;
    }
    return undefined;
  }

  function begin(): Member | undefined {
    if (trials >= plan.trials) return undefined;
    const bracket = brackets[brackets.length === 1 ? 0 : choose()] as Bracket;
    const { configuration, origin: from } = sampler.next((bracket.levels[0] as PlannedLevel).level);
    return { bracket, trial: trials++, configuration, from, rung: 0, evaluation: -1, loss: Infinity, kept: false };
  }

  return {
    ask(): Ask {
      const member = promote() ?? begin();
      if (member === undefined) return { kind: pending.isEmpty() ? 'done' : 'wait' };
      pending.add(member);
      return { kind: 'suggest', suggestion: suggestionOf(member) };
    },
    tell(observation) {
      const member = pending.take(observation.evaluation);
      const { bracket, rung, trial } = member;
      member.loss = lossOf(observation);
      sampler.learn(member.configuration, (bracket.levels[rung] as PlannedLevel).level, observation.objectives);
      const place = bracket.rungs[rung];
      if (place === undefined || observation.outcome.status !== 'completed') return [trial];
      member.evaluation = observation.evaluation;
      member.kept = true;
      place.ranking.insert(member.loss, trial);
      const released = place.paused.add(member);
      return released === undefined ? NOBODY : [released.trial];
    },
  };
}

const NOBODY: readonly number[] = Object.freeze([]);

interface Rung {
  readonly ranking: Ranking;
  readonly paused: Paused<Member>;
}

type Bracket = AsyncBracket<Rung>;

/** Each rung once, in the order in which they are looked through. */
function highestFirst(brackets: readonly Bracket[]): readonly Rung[] {
  const placed = brackets.flatMap(({ rungs, levels }) =>
    rungs.map((rung, k) => ({ rung, level: (levels[k] as PlannedLevel).level })),
  );
  return [...new Set(placed.sort((a, b) => b.level - a.level).map(({ rung }) => rung))];
}

/** A trial: the state of its latest evaluation. */
interface Member extends PausedTrial {
  readonly bracket: Bracket;
  readonly configuration: Configuration;
  /** What the sampler said. */
  readonly from: JsonObject | undefined;
  /** Where it is, or is being, evaluated. */
  rung: number;
  /** Number of its latest completed evaluation. */
  evaluation: number;
  loss: number;
}

function suggestionOf({ bracket, rung, trial, configuration, from, evaluation, kept }: Member): Suggestion {
  const { fidelity, continues } = bracket.levels[rung] as PlannedLevel;
  const place = bracket.origins[rung] as JsonObject;
  const origin = from === undefined ? place : { ...place, ...from };
  return continues && kept
    ? { trial, configuration, fidelity, continues: evaluation, origin }
    : { trial, configuration, fidelity, origin };
}
