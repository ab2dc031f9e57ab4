import type { Suggestion } from '../../core/types.js';
import type { Ask, Observation, Optimizer, Problem } from '../optimizer.js';
import { createDehbProposals, type DehbProposal, type DehbRules } from './dehb-proposals.js';
import { known } from './evaluated.js';
import type { HyperbandPlan, PlannedRung } from './hyperband-plan.js';
import { lossOf } from './loss.js';
import { createPending } from './pending.js';
import type { Individual } from './population.js';
import { createReadyBrackets } from './ready-brackets.js';
import { enterNextRung, isLastRung, type BracketState } from './rungs.js';
import { createSubPopulations, type SubPopulation } from './sub-populations.js';
import type { Variation } from './variation.js';

/** An evaluation under way. */
interface Running extends DehbProposal {
  readonly bracket: BracketState;
}

/**
 * DEHB (Awad, Mallik, Hutter, IJCAI 2021; the code of version 0.1.2): Hyperband's brackets say which level is evaluated next, a
 * sub-population of every level says what. Nothing is continued from a checkpoint: the promoted are evaluated from scratch.
 *
 * Parallel: a free worker takes the oldest bracket that has something to ask; if there is none, a new bracket opens. A target
 * is the one of the moment when its offspring was asked for; the two compete when that has ended, whoever is there by then.
 */
export function createDehb(problem: Problem, plan: HyperbandPlan, rules: DehbRules, variation: Variation): Optimizer {
  const populations = createSubPopulations(plan, variation);
  warmStart(problem, populations, variation);
  const proposals = createDehbProposals(populations, plan.brackets.length, rules, variation);
  const ready = createReadyBrackets(plan);
  const pending = createPending<Running>();
  const trialOf = createTrials();

  function ask(): Ask {
    const bracket = ready.next();
    if (bracket === undefined) return { kind: pending.isEmpty() ? 'done' : 'wait' };
    const proposal = proposals.next(bracket, ready.opened() - 1);
    const { fidelity } = bracket.current;
    const origin = { ...bracket.origin, ...proposal.origin };
    ready.asked(bracket);
    pending.add({ ...proposal, bracket });
    const { configuration } = proposal.candidate;
    const suggestion: Suggestion = { trial: trialOf(proposal.promoted), configuration, fidelity, origin };
    return { kind: 'suggest', suggestion };
  }

  function tell(observation: Observation): readonly number[] {
    const { bracket, population, slot, candidate } = pending.take(observation.evaluation);
    const { trial } = observation.suggestion;
    const loss = lossOf(observation);
    // A failure loses against its parent, even against one that was not evaluated yet. *Deviates:* the reference has to be told
    // a large number, which would win there.
    if (loss < Infinity && population.challenge(slot, { ...candidate, loss, trial })) proposals.learn(population, slot);
    bracket.ended++;
    if (bracket.ended === bracket.size && !isLastRung(bracket)) {
      const { size } = bracket.plan.rungs[bracket.rung + 1] as PlannedRung;
      enterNextRung(bracket, [], size);
      ready.enqueue(bracket);
    }
    return [trial];
  }

  return { ask, tell };
}

/**
 * Numbers of trials. The promoted keep theirs, unless it was not this run's, or was promoted before: a second evaluation at
 * the same level, perhaps at the same time, is another trial of the same configuration.
 */
function createTrials(): (promoted: Individual | undefined) => number {
  const climbed = new WeakSet<Individual>();
  let trials = 0;
  return (promoted) => {
    if (promoted?.trial === undefined || climbed.has(promoted)) return trials++;
    climbed.add(promoted);
    return promoted.trial;
  };
}

/** Earlier observations at the level of a population take the place of its worst members. */
function warmStart(
  { observations }: Problem,
  populations: ReadonlyMap<number, SubPopulation>,
  variation: Variation,
): void {
  for (const population of populations.values()) {
    for (const { configuration, loss } of known(observations, population.fidelity)) {
      if (loss === Infinity) continue;
      population.challenge(population.slotAt(population.size - 1), { ...variation.known(configuration), loss });
    }
  }
}
