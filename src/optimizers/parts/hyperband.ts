import type { Metrics, Suggestion } from '../../core/types.js';
import type { Ask, Observation, Optimizer, Problem } from '../optimizer.js';
import type { HyperbandPlan, PlannedBracket } from './hyperband-plan.js';
import { finiteObjectives } from './objectives.js';
import { createPending } from './pending.js';
import { enqueue } from './ready-brackets.js';
import { admit, isLastRung, nextPromoted, openBracket, promote, type BracketState, type Member } from './rungs.js';
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
  /** Brackets with something to ask, oldest first. */
  const ready: BracketState[] = [];
  const pending = createPending<Member>();
  const lastBracket = plan.cycles * plan.brackets.length;
  let opened = 0;
  let trials = 0;

  learnEarlier(problem.observations, plan.axis, sampler);

  function open(): BracketState | undefined {
    if (opened >= lastBracket || (plan.barrier && !pending.isEmpty())) return undefined;
    const bracket = openBracket(opened, plan.brackets[opened % plan.brackets.length] as PlannedBracket);
    opened++;
    ready.push(bracket);
    return bracket;
  }

  function ask(): Ask {
    const bracket = ready[0] ?? open();
    if (bracket === undefined) return pending.isEmpty() ? DONE : WAIT;
    const member = nextPromoted(bracket) ?? admit(bracket, trials++, sampler.next(bracket.current.level));
    bracket.asked++;
    if (bracket.asked === bracket.size) ready.shift();
    pending.add(member);
    return { kind: 'suggest', suggestion: suggestionOf(member) };
  }

  function tell(observation: Observation): readonly number[] {
    const member = pending.take(observation.evaluation);
    const { bracket } = member;
    const released = settle(member, observation) && !isLastRung(bracket) ? NOBODY : [member.trial];
    sampler.learn(member.configuration, bracket.current.level, member.objectives);
    bracket.ended++;
    if (bracket.ended < bracket.size || isLastRung(bracket)) return released;
    const left = promote(bracket, selector, plan.refill);
    if (bracket.size > 0) enqueue(ready, bracket);
    return released.length === 0 ? left : [...released, ...left];
  }

  return { ask, tell };
}

const WAIT: Ask = Object.freeze({ kind: 'wait' });
const DONE: Ask = Object.freeze({ kind: 'done' });
const NOBODY: readonly number[] = Object.freeze([]);
const NO_METRICS: Metrics = Object.freeze({});

function suggestionOf({ bracket, trial, configuration, from, evaluation }: Member): Suggestion {
  const { fidelity, continues } = bracket.current;
  const origin = from === undefined ? bracket.origin : { ...bracket.origin, ...from };
  return continues && evaluation >= 0
    ? { trial, configuration, fidelity, continues: evaluation, origin }
    : { trial, configuration, fidelity, origin };
}

/** Writes an ending into its member. False if it failed. */
function settle(member: Member, observation: Observation): boolean {
  const { evaluation, outcome } = observation;
  member.objectives = finiteObjectives(observation);
  if (outcome.status !== 'completed') {
    member.metrics = NO_METRICS;
    return false;
  }
  member.evaluation = evaluation;
  member.metrics = outcome.metrics;
  return true;
}
