import type { Problem } from '../optimizer.js';
import type { HyperbandPlan } from './hyperband-plan.js';
import { idleWarnings } from './idle-warnings.js';

/** What the user of synchronous brackets should know of the fidelity and of the workers: `OptimizerDefinition.warn`. */
export function hyperbandWarnings({ workers }: Pick<Problem, 'workers'>, plan: HyperbandPlan): readonly string[] {
  return [...oneLevelWarnings(plan), ...workerWarnings(workers, plan)];
}

function oneLevelWarnings({ axis, brackets }: HyperbandPlan): readonly string[] {
  if (brackets.some(({ rungs }) => rungs.length > 1)) return [];
  return [
    `the fidelity "${axis}" has only one level here: all evaluations are full ones and nothing is halved, so that Hyperband and ` +
      `successive halving are random search`,
  ];
}

function workerWarnings(workers: number, { brackets, cycles, barrier }: HyperbandPlan): readonly string[] {
  const sizes = brackets.map(({ rungs }) => rungs[0]?.size ?? 0);
  const largest = Math.max(...sizes);
  if (barrier) return idleWarnings(widest(largest), largest, workers);
  const all = sizes.reduce((sum, size) => sum + size, 0) * cycles;
  if (workers > all) return idleWarnings(`all brackets begin with ${all} evaluations`, all, workers);
  if (workers <= largest) return [];
  return [
    `${widest(largest)}: the other ${workers - largest} of ${workers} workers begin further ` +
      `brackets, and none ends sooner`,
  ];
}

function widest(largest: number): string {
  return `no rung has more than ${largest} ${largest === 1 ? 'evaluation' : 'evaluations'}`;
}
