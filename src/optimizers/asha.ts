import { PARAMETER_TYPES } from '../space/parameter.js';
import type { OptimizerDefinition } from './optimizer.js';
import { createAsyncHalving } from './parts/async-halving.js';
import { ASYNC_PROPERTIES, asyncPlan, type AsyncOptions } from './parts/async-plan.js';
import { uniformSampler } from './parts/sampler.js';

const asha: OptimizerDefinition<AsyncOptions> = {
  name: 'asha',
  source:
    'Li, Jamieson, Rostamizadeh, Gonina, Ben-tzur, Hardt, Recht, Talwalkar. A system for massively parallel ' +
    'hyperparameter tuning. MLSys 2020, Algorithm 2; stopping as in Syne Tune 0.13.0',
  summary: 'Asynchronous successive halving of random configurations: no worker waits for a rung to end.',
  supports: {
    objectives: 'one',
    fidelities: 'one',
    features: false,
    parameters: PARAMETER_TYPES,
  },
  invariance: () => 'rank',
  options: { type: 'object', additionalProperties: false, properties: ASYNC_PROPERTIES },
  create(problem, options, rng) {
    const plan = asyncPlan(problem.fidelities, options, { brackets: 1 });
    // The label of Hyperband's and of random search's sampler: at the same seed all draw the same configurations.
    return createAsyncHalving(problem, plan, uniformSampler(problem.space, rng.fork('sampler')), () => 0);
  },
};
export default asha;
