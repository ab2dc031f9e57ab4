import type { Outcome } from '../core/types.js';
import type { Charged, Pending } from './clocks/clock.js';

export interface ChargeRules {
  readonly clock: 'virtual' | 'real';
  readonly accounting: 'resume' | 'restart';
  /** Seconds that one evaluation may take on the run's clock. */
  readonly deadline?: number;
}

/**
 * What an evaluation costs the run. A recorded cost is from scratch: under `resume` a continued evaluation is charged
 * cost(f2) - cost(f1), not below 0, and only because its checkpoint was finished before the start. A measured cost is already that
 * of the difference. Both accountings are named in the log: `cost` is what was charged, `restartCost` what it would be from scratch.
 */
export function createCharge(rules: ChargeRules): (pending: Pending, outcome: Outcome) => Charged {
  const { clock, accounting, deadline = Infinity } = rules;
  return (pending, outcome) => {
    const charged =
      outcome.status !== 'completed' || pending.continued === undefined
        ? { outcome }
        : clock === 'real'
          ? { outcome, restartCost: outcome.cost + pending.continued.restartCost }
          : accounting === 'restart'
            ? { outcome }
            : difference(outcome, pending.continued.restartCost);
    return clock === 'virtual' && charged.outcome.cost > deadline ? { outcome: timedOut(deadline) } : charged;
  };
}

function difference(outcome: Outcome, earlier: number): Charged {
  return { outcome: { ...outcome, cost: Math.max(0, outcome.cost - earlier) }, restartCost: outcome.cost };
}

/** The evaluation was stopped at its deadline, which is what it cost, or a little more on a real clock. */
export function timedOut(cost: number, deadline: number = cost): Outcome {
  return { status: 'timed-out', cost, code: 'deadline', message: `not finished after ${deadline} s` };
}
