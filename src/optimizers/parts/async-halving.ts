import type { Optimizer, Problem } from '../optimizer.js';
import type { AsyncPlan } from './async-plan.js';
import { createAsyncPromotion } from './async-promotion.js';
import { createAsyncStopping } from './async-stopping.js';
import type { Sampler } from './sampler.js';

/** Asynchronous halving of the plan's type. */
export function createAsyncHalving(
  problem: Pick<Problem, 'observations'>,
  plan: AsyncPlan,
  sampler: Sampler,
  choose: () => number,
): Optimizer {
  const create = plan.type === 'stopping' ? createAsyncStopping : createAsyncPromotion;
  return create(problem, plan, sampler, choose);
}
