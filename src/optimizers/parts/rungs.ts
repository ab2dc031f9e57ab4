import { bug } from '../../core/errors.js';
import type { JsonObject } from '../../core/types.js';
import type { PlannedBracket, PlannedRung } from './hyperband-plan.js';
import type { Member } from './member.js';
import type { Proposal } from './sampler.js';
import type { Selector } from './selector.js';

/** A member, and where it is. */
export interface RungMember extends Member {
  readonly bracket: BracketState;
}

/** Synchronous successive halving under way. The members of its rung stand in the order in which they were sampled. */
export interface BracketState {
  /** Number of the bracket in the run. */
  readonly index: number;
  readonly plan: PlannedBracket;
  rung: number;
  /** The rung's row of the plan. */
  current: PlannedRung;
  /** `{ bracket, s, rung }`, shared by the suggestions of the rung. */
  origin: JsonObject;
  /** Promoted from the rung below, then new ones as they are asked for. */
  members: RungMember[];
  /** How many evaluations the rung will have. */
  size: number;
  asked: number;
  ended: number;
}

/** Opens bracket `index` of a run at its lowest rung. */
export function openBracket(index: number, plan: PlannedBracket): BracketState {
  const current = plan.rungs[0] as PlannedRung;
  const origin = Object.freeze({ bracket: index, s: plan.s, rung: 0 });
  return { index, plan, rung: 0, current, origin, members: [], size: current.size, asked: 0, ended: 0 };
}

/** The next promoted member that waits to be asked, if any: then the rest of the rung is for new configurations. */
export function nextPromoted(bracket: BracketState): RungMember | undefined {
  const { members, asked } = bracket;
  return asked < members.length ? members[asked] : undefined;
}

/** Takes a new configuration into the bracket's rung. */
export function admit(bracket: BracketState, trial: number, { configuration, origin }: Proposal): RungMember {
  const member: RungMember = {
    bracket,
    trial,
    configuration,
    from: origin,
    evaluation: -1,
    objectives: [],
    metrics: {},
  };
  bracket.members.push(member);
  return member;
}

export function isLastRung({ rung, plan }: BracketState): boolean {
  return rung === plan.rungs.length - 1;
}

/**
 * Moves a bracket whose rung has ended to the next one (Li et al. 2018, Algorithm 1, lines 5-9). Failures are never
 * promoted: fewer are, or new configurations fill their places. A bracket that nobody survives is left with size 0: it ends.
 *
 * Survivors keep the order in which they were sampled, as in HpBandSter; the selector's own order decides nothing.
 * @returns the trials that were left behind, failed ones (which were released when they failed) not among them.
 */
export function promote(bracket: BracketState, selector: Selector, refill: 'none' | 'new'): number[] {
  const next = bracket.plan.rungs[bracket.rung + 1] as PlannedRung;
  const candidates = bracket.members.filter(({ objectives }) => objectives.length > 0);
  const count = Math.min(next.size, candidates.length);
  const chosen = new Uint8Array(candidates.length);
  for (const index of selector(candidates, count)) chosen[index] = 1;
  const survivors: RungMember[] = [];
  const left: number[] = [];
  candidates.forEach((candidate, index) => {
    if (chosen[index] === 1) survivors.push(candidate);
    else left.push(candidate.trial);
  });
  if (survivors.length !== count) throw bug(`a selector was to choose ${count} of ${candidates.length} candidates`);
  enterNextRung(bracket, survivors, refill === 'new' ? next.size : count);
  return left;
}

/** Moves a bracket to its next rung, where `size` evaluations are due, first those of `members`. */
export function enterNextRung(bracket: BracketState, members: RungMember[], size: number): void {
  bracket.rung++;
  bracket.current = bracket.plan.rungs[bracket.rung] as PlannedRung;
  bracket.origin = Object.freeze({ bracket: bracket.index, s: bracket.plan.s, rung: bracket.rung });
  bracket.members = members;
  bracket.size = size;
  bracket.asked = 0;
  bracket.ended = 0;
}
