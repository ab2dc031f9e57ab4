import type { Ask, Observation, Optimizer, Problem } from '../optimizer.js';
import type { HyperbandPlan } from './hyperband-plan.js';
import { settle, suggestionOf } from './member.js';
import { createPending } from './pending.js';
import { createReadyBrackets } from './ready-brackets.js';
import { admit, isLastRung, nextPromoted, promote, type RungMember } from './rungs.js';
import { learnEarlier, type Sampler } from './sampler.js';
import type { Selector } from './selector.js';

/**
 * The Hyperband loop (Li et al., Hyperband, JMLR 18, 2018, Algorithm 1) over any sampler and any selector: uniform x best is
 * Hyperband, a density ratio x best is BOHB, uniform x non-dominated is multi-objective Hyperband.
 *
 * Parallel as HpBandSter: a free worker takes the first schedulable evaluation of the oldest bracket that has one; only if
 * there is none, a new bracket opens, unless the plan has a barrier: then the worker waits. A rung promotes when all of it has
 * ended. Memory holds open brackets only.
 */
export function createHyperband(
  problem: Pick<Problem, 'observations'>,
  plan: HyperbandPlan,
  sampler: Sampler,
  selector: Selector,
): Optimizer {
  const pending = createPending<RungMember>();
  const ready = createReadyBrackets(plan, () => !plan.barrier || pending.isEmpty());
  let trials = 0;

  learnEarlier(problem.observations, plan.axis, sampler);

  function ask(): Ask {
    const bracket = ready.next();
    if (bracket === undefined) return pending.isEmpty() ? DONE : WAIT;
    const member = nextPromoted(bracket) ?? admit(bracket, trials++, sampler.next(bracket.current.level));
    ready.asked(bracket);
    pending.add(member);
    return { kind: 'suggest', suggestion: suggestionOf(member, bracket.current, bracket.origin) };
  }

  function tell(observation: Observation): readonly number[] {
    const member = pending.take(observation.evaluation);
    const { bracket } = member;
    const released = settle(member, observation) && !isLastRung(bracket) ? NOBODY : [member.trial];
    sampler.learn(member.configuration, bracket.current.level, member.objectives);
    bracket.ended++;
    if (bracket.ended < bracket.size || isLastRung(bracket)) return released;
    const left = promote(bracket, selector, plan.refill);
    if (bracket.size > 0) ready.enqueue(bracket);
    return released.length === 0 ? left : [...released, ...left];
  }

  return { ask, tell };
}

const WAIT: Ask = Object.freeze({ kind: 'wait' });
const DONE: Ask = Object.freeze({ kind: 'done' });
const NOBODY: readonly number[] = Object.freeze([]);
