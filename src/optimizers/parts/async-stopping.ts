import type { Configuration, JsonObject } from '../../core/types.js';
import type { Ask, Optimizer, Problem } from '../optimizer.js';
import type { AsyncPlan } from './async-plan.js';
import { asyncBrackets, type AsyncBracket } from './async-rungs.js';
import type { PlannedLevel } from './driven-axis.js';
import { createPending } from './pending.js';
import type { Ranking } from './ranking.js';
import { learnEarlier, type Sampler } from './sampler.js';

/**
 * Asynchronous successive halving by stopping (the default of Syne Tune 0.13.0, the only one of 0.16.0; Ray's ASHA) over any sampler: every trial runs to the highest
 * level unless it is not good enough at a rung that it comes past. The first one at a rung always goes on. Whoever is free begins a
 * new trial.
 * @param choose - the bracket of the next trial; a plan with one bracket asks for none
 */
export function createAsyncStopping(
  problem: Pick<Problem, 'observations'>,
  plan: AsyncPlan,
  sampler: Sampler,
  choose: () => number,
): Optimizer {
  const brackets = asyncBrackets(plan, (ranking) => ranking);
  const watches = brackets.map(({ levels }) => Object.freeze(levels.slice(0, -1).map(({ level }) => level)));
  const { level: highest, fidelity } = plan.levels.at(-1) as PlannedLevel;
  const pending = createPending<Member>();
  let trials = 0;

  learnEarlier(problem.observations, plan.axis, sampler);

  function ask(): Ask {
    if (trials >= plan.trials) return { kind: pending.isEmpty() ? 'done' : 'wait' };
    const index = brackets.length === 1 ? 0 : choose();
    const bracket = brackets[index] as Bracket;
    const watch = watches[index] as readonly number[];
    const { configuration, origin: from } = sampler.next(watch[0] ?? highest);
    const member = { bracket, trial: trials++, configuration };
    pending.add(member);
    const place = bracket.origins[0] as JsonObject;
    const origin = from === undefined ? place : { ...place, ...from };
    const suggestion = { trial: member.trial, configuration, fidelity, origin };
    return { kind: 'suggest', suggestion: watch.length === 0 ? suggestion : { ...suggestion, watch } };
  }

  return {
    ask,
    report({ evaluation, level, objectives }) {
      const { bracket, trial, configuration } = pending.get(evaluation);
      const rung = bracket.rungs[bracket.levels.findIndex((planned) => planned.level === level)] as Ranking;
      sampler.learn(configuration, level, objectives);
      const rank = rung.insert(objectives[0] as number, trial);
      return rung.size === 1 || plan.rule(rung, rank) ? 'continue' : 'stop';
    },
    tell({ evaluation, outcome, objectives }) {
      const { trial, configuration } = pending.take(evaluation);
      if (outcome.status !== 'stopped') sampler.learn(configuration, highest, objectives);
      return [trial];
    },
  };
}

type Bracket = AsyncBracket<Ranking>;

interface Member {
  readonly bracket: Bracket;
  readonly trial: number;
  readonly configuration: Configuration;
}
