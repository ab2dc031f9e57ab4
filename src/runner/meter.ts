import type { Fidelity } from '../core/types.js';
import type { FidelitySpace } from '../fidelity/space.js';
import type { EndReason } from '../log/records.js';
import type { Budget } from '../optimizers/optimizer.js';

/**
 * Keeps a run within its budget: whichever limit is met first ends the run, and none is ever overdrawn. A refusal is such an
 * end: nobody is asked for something smaller that might still fit, and what is under way goes on as long as it does.
 */
export interface Meter {
  /** The limit that leaves no room for any further evaluation at this time. */
  exhausted(now: number): EndReason | undefined;
  /** Enters an evaluation, or refuses it because it would overdraw the full evaluations. */
  admit(fidelity: Fidelity, continued: Fidelity | undefined): boolean;
  /** Lets a running evaluation go on to a higher fidelity, or refuses it for the same reason. */
  extend(from: Fidelity, to: Fidelity): boolean;
  /** Fraction of the budget that is spent, 0..1: of the limit that is nearest. */
  spent(now: number): number;
}

/** Sums of thirds and ninths do not come out even in binary: 21 full evaluations must fit into a budget of 21. */
const TOLERANCE = 1e-9;

/** @param resume whether a continued evaluation is entered with the difference only */
export function createMeter(budget: Budget, fidelities: FidelitySpace, resume: boolean): Meter {
  const { evaluations = Infinity, fullEvaluations = Infinity, seconds = Infinity } = budget;
  const counting = fullEvaluations !== Infinity;
  const limit = fullEvaluations * (1 + TOLERANCE);
  let entered = 0;
  let full = 0;
  let refused = false;
  const exhausted = (now: number): EndReason | undefined => {
    if (entered >= evaluations) return 'evaluations';
    if (now >= seconds) return 'seconds';
    return refused || (counting && full >= fullEvaluations * (1 - TOLERANCE)) ? 'fullEvaluations' : undefined;
  };
  const enter = (cost: number): boolean => {
    const fits = full + cost <= limit;
    if (fits) full += cost;
    else refused = true;
    return fits;
  };
  const step = (from: Fidelity, to: Fidelity): number =>
    Math.max(0, fidelities.relativeCost(to) - fidelities.relativeCost(from));
  const admit = (fidelity: Fidelity, continued: Fidelity | undefined): boolean => {
    if (counting) {
      const cost = resume && continued !== undefined ? step(continued, fidelity) : fidelities.relativeCost(fidelity);
      if (!enter(cost)) return false;
    }
    entered++;
    return true;
  };
  return {
    exhausted,
    admit,
    extend: (from, to) => !counting || enter(step(from, to)),
    spent: (now) => Math.min(1, Math.max(entered / evaluations, full / fullEvaluations, now / seconds)),
  };
}
