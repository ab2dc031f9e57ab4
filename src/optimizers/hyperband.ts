import { PARAMETER_TYPES } from '../space/parameter.js';
import type { OptimizerDefinition } from './optimizer.js';
import { HYPERBAND_PROPERTIES, hyperbandPlan, type HyperbandOptions } from './parts/hyperband-plan.js';
import { hyperbandWarnings } from './parts/hyperband-warnings.js';
import { createHyperband } from './parts/hyperband.js';
import { uniformSampler } from './parts/sampler.js';
import { bestSelector } from './parts/selector.js';

const hyperband: OptimizerDefinition<HyperbandOptions> = {
  name: 'hyperband',
  source: 'Li, Jamieson, DeSalvo, Rostamizadeh, Talwalkar. Hyperband. JMLR 18 (2018), Algorithm 1',
  summary: 'Successive halving of random configurations, in brackets from many cheap to few full evaluations.',
  supports: {
    objectives: 'one',
    fidelities: 'one',
    features: false,
    parameters: PARAMETER_TYPES,
  },
  invariance: () => 'rank',
  options: { type: 'object', additionalProperties: false, properties: HYPERBAND_PROPERTIES },
  create(problem, options, rng) {
    const plan = hyperbandPlan(problem.fidelities, options);
    return createHyperband(problem, plan, uniformSampler(problem.space, rng.fork('sampler')), bestSelector);
  },
  warn: (problem, options) => hyperbandWarnings(problem, hyperbandPlan(problem.fidelities, options)),
};
export default hyperband;
