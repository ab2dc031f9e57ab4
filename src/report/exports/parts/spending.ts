import type { FidelitySpace } from '../../../fidelity/space.js';
import type { Evaluation } from './evaluations.js';

/**
 * Sums what a run has spent, in evaluations at the highest fidelity, when each of its evaluations was observed; to be asked in the
 * order of observation. As the runner counts: with the accounting `resume`, an evaluation that continues another costs the
 * difference.
 */
export function spending(fidelities: FidelitySpace, resume: boolean): (evaluation: Evaluation) => number {
  const costs: number[] = [];
  let spent = 0;
  return ({ asked, fidelity }) => {
    const cost = fidelities.relativeCost(fidelity);
    costs[asked.evaluation] = cost;
    const before = resume && asked.continues !== undefined ? (costs[asked.continues] ?? 0) : 0;
    spent += Math.max(0, cost - before);
    return spent;
  };
}
