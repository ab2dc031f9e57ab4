import type { Answer, Completed, Failed } from '../core/types.js';
import type { Charged, Kept, Pending } from './clocks/clock.js';

export interface ChargeRules {
  readonly clock: 'virtual' | 'real';
  readonly accounting: 'resume' | 'restart';
  /** Seconds that one evaluation may take on the run's clock. */
  readonly deadline?: number;
}

/** Of a budget of seconds, what an evaluation costs at least: without it costs of 5e-324 s would never use one up. */
const LEAST_SHARE = 1e-9;

/**
 * What an evaluation costs the run. A recorded cost is from scratch: under `resume` a continued evaluation is charged
 * cost(f2) - cost(f1), not below 0, and only because its checkpoint was finished before the start. A measured cost is already that
 * of the difference. Both accountings are named in the log: `cost` is what was charged, `restartCost` what it would be from scratch.
 * @param budget seconds that the run may take on its clock
 */
export function createCharge(rules: ChargeRules, budget = 0): (pending: Pending, outcome: Answer) => Charged {
  const { clock, accounting, deadline = Infinity } = rules;
  const least = clock === 'virtual' ? budget * LEAST_SHARE : 0;
  return (pending, answer) => {
    const { continued } = pending;
    const outcome = answer.cost < least ? { ...answer, cost: least } : answer;
    const charged =
      outcome.status !== 'completed' || continued === undefined
        ? { outcome }
        : clock === 'real'
          ? reallyContinued(outcome, continued)
          : accounting === 'restart'
            ? { outcome }
            : difference(outcome, continued.restartCost);
    if (clock === 'real') return charged;
    return charged.outcome.cost > deadline ? { outcome: timedOut(deadline) } : notBefore(pending, charged);
  };
}

/** A table whose cost falls with the level gives no time back: an evaluation is never charged less than at its last report. */
function notBefore({ heard }: Pending, charged: Charged): Charged {
  if (heard === undefined || charged.outcome.cost >= heard.cost) return charged;
  return { ...charged, outcome: { ...charged.outcome, cost: heard.cost } };
}

/** A guest that kept no checkpoint, or lost it, did all of the work: what was measured is then from scratch. */
function reallyContinued(outcome: Completed, { checkpoint, restartCost }: Kept): Charged {
  if (checkpoint === undefined || outcome.restarted === true) return { outcome };
  return { outcome, restartCost: outcome.cost + restartCost };
}

function difference(outcome: Completed, earlier: number): Charged {
  return { outcome: { ...outcome, cost: Math.max(0, outcome.cost - earlier) }, restartCost: outcome.cost };
}

/** The evaluation was stopped at its deadline, which is what it cost, or a little more on a real clock. */
export function timedOut(cost: number, deadline: number = cost): Failed {
  return { status: 'timed-out', cost, code: 'deadline', message: `not finished after ${deadline} s` };
}
