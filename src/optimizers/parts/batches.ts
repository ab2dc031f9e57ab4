import type { Configuration, JsonObject, Metrics } from '../../core/types.js';
import type { Ask, Now, Observation, Optimizer } from '../optimizer.js';
import { settle, suggestionOf, type Member } from './member.js';
import { createPending } from './pending.js';
import type { Proposal } from './sampler.js';
import type { Selector } from './selector.js';
import type { SmashyBracket, Stage } from './smashy-schedule.js';

/** What batches are made by. */
export interface BatchOrgans {
  /** So many new configurations for a level; `spent` is the fraction of the run's budget. */
  readonly propose: (count: number, level: number, spent: number) => readonly Proposal[];
  /** What ended is learned when all of its batch has, in the batch's order: the order of arrival decides nothing. */
  readonly learn: (configuration: Configuration, level: number, objectives: readonly number[]) => void;
  readonly select: Selector;
}

export interface BatchPlan {
  /** One cycle, repeated. */
  readonly brackets: readonly SmashyBracket[];
  /** How often; Infinity for as long as somebody asks. */
  readonly cycles: number;
  /** Whether new configurations take the places of survivors that are missing because evaluations failed. */
  readonly fills: boolean;
}

/**
 * Synchronous batches: the next one is made when all of the last has ended, of its survivors and of new configurations. Failed
 * evaluations do not survive. Suggestions do not depend on the number of workers.
 */
export function createBatches(plan: BatchPlan, organs: BatchOrgans): Optimizer {
  const pending = createPending<Member>();
  let place: Place = { bracket: 0, rung: -1 };
  let members: Member[] = [];
  let survivors: Member[] = [];
  let [asked, ended, trials] = [0, 0, 0];

  function newMember({ configuration, origin }: Proposal): Member {
    return { trial: trials++, configuration, from: origin, evaluation: -1, objectives: NOTHING, metrics: NO_METRICS };
  }

  /** False when the cycles are used up. */
  function open(spent: number): boolean {
    let stage: Stage | undefined;
    let fresh: number;
    do {
      place = after(plan, place);
      stage = stageAt(plan, place);
      if (stage === undefined) return false;
      fresh = plan.fills ? stage.survivors + stage.fresh - survivors.length : stage.fresh;
      // A bracket of which nobody is left ends early.
    } while (survivors.length + fresh === 0);
    const proposals = fresh === 0 ? [] : organs.propose(fresh, stage.level, spent);
    members = [...survivors, ...proposals.map(newMember)];
    [survivors, asked, ended] = [[], 0, 0];
    return true;
  }

  function ask({ spent }: Now): Ask {
    if (asked === members.length) {
      if (ended < asked) return WAIT;
      if (!open(spent)) return DONE;
    }
    const member = members[asked++] as Member;
    pending.add(member);
    return { kind: 'suggest', suggestion: suggestionOf(member, stageAt(plan, place) as Stage, place) };
  }

  function tell(observation: Observation): readonly number[] {
    const member = pending.take(observation.evaluation);
    const completed = settle(member, observation);
    const size = stageAt(plan, after(plan, place))?.survivors ?? 0;
    const released = completed && size > 0 ? [] : [member.trial];
    return ++ended < members.length ? released : [...released, ...close(size)];
  }

  /** @returns the trials that are left behind, without those that were released before */
  function close(size: number): number[] {
    const { level } = stageAt(plan, place) as Stage;
    const candidates = members.filter(({ objectives }) => objectives.length > 0);
    const chosen = new Set(organs.select(candidates, Math.min(size, candidates.length)));
    for (const { configuration, objectives } of members) organs.learn(configuration, level, objectives);
    if (size === 0) return [];
    survivors = candidates.filter((_, index) => chosen.has(index));
    return candidates.filter((_, index) => !chosen.has(index)).map(({ trial }) => trial);
  }

  return { ask, tell };
}

const WAIT: Ask = Object.freeze({ kind: 'wait' });
const DONE: Ask = Object.freeze({ kind: 'done' });
const NOTHING: readonly number[] = Object.freeze([]);
const NO_METRICS: Metrics = Object.freeze({});

/** Number of the bracket in the run, and of the batch in it. */
interface Place extends JsonObject {
  readonly bracket: number;
  readonly rung: number;
}

function after({ brackets }: BatchPlan, { bracket, rung }: Place): Place {
  const { length } = brackets[bracket % brackets.length] as SmashyBracket;
  return rung + 1 < length ? { bracket, rung: rung + 1 } : { bracket: bracket + 1, rung: 0 };
}

function stageAt({ brackets, cycles }: BatchPlan, { bracket, rung }: Place): Stage | undefined {
  return bracket < cycles * brackets.length ? brackets[bracket % brackets.length]?.[rung] : undefined;
}
