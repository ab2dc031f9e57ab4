import { PARAMETER_TYPES } from '../space/parameter.js';
import type { OptimizerDefinition } from './optimizer.js';
import {
  SUCCESSIVE_HALVING_PROPERTIES,
  successiveHalvingPlan,
  type SuccessiveHalvingOptions,
} from './parts/hyperband-plan.js';
import { hyperbandWarnings } from './parts/hyperband-warnings.js';
import { createHyperband } from './parts/hyperband.js';
import { uniformSampler } from './parts/sampler.js';
import { bestSelector } from './parts/selector.js';

/** Hyperband with its most exploratory bracket only, over and over. */
const successiveHalving: OptimizerDefinition<SuccessiveHalvingOptions> = {
  name: 'successive-halving',
  source: 'Jamieson, Talwalkar. Non-stochastic best arm identification and hyperparameter optimization. AISTATS 2016',
  summary: 'Random configurations at the lowest level; the best part of each rung goes on when all of it has ended.',
  supports: {
    objectives: 'one',
    fidelities: 'one',
    features: false,
    parameters: PARAMETER_TYPES,
  },
  invariance: () => 'rank',
  options: { type: 'object', additionalProperties: false, properties: SUCCESSIVE_HALVING_PROPERTIES },
  create(problem, options, rng) {
    const plan = successiveHalvingPlan(problem.fidelities, options);
    return createHyperband(problem, plan, uniformSampler(problem.space, rng.fork('sampler')), bestSelector);
  },
  warn: (problem, options) => hyperbandWarnings(problem, successiveHalvingPlan(problem.fidelities, options)),
};
export default successiveHalving;
