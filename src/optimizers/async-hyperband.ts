import { PARAMETER_TYPES } from '../space/parameter.js';
import type { OptimizerDefinition } from './optimizer.js';
import { createAsyncHalving } from './parts/async-halving.js';
import { ASYNC_PROPERTIES, asyncPlan, type AsyncOptions } from './parts/async-plan.js';
import { BRACKET_WEIGHTS, bracketShares, drawShare, type BracketWeights } from './parts/bracket-weights.js';
import { uniformSampler } from './parts/sampler.js';

interface AsyncHyperbandOptions extends AsyncOptions {
  readonly brackets?: number;
  readonly weights: BracketWeights;
  readonly rungs: 'own' | 'shared';
}

/**
 * *Deviates:* Syne Tune 0.13.0 draws a bracket and then looks for a promotion in it, so that brackets which promote more get fewer new
 * trials than their share. Here every new trial is drawn by the shares, and whoever is good enough is promoted before.
 */
const asyncHyperband: OptimizerDefinition<AsyncHyperbandOptions> = {
  name: 'async-hyperband',
  source:
    'Li, Jamieson, Rostamizadeh, Gonina, Ben-tzur, Hardt, Recht, Talwalkar. A system for massively parallel ' +
    'hyperparameter tuning. MLSys 2020, section 3; brackets drawn as in Syne Tune 0.13.0',
  summary: 'Several brackets of asynchronous successive halving, which begin at different levels.',
  supports: {
    objectives: 'one',
    fidelities: 'one',
    features: false,
    parameters: PARAMETER_TYPES,
  },
  invariance: () => 'rank',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...ASYNC_PROPERTIES,
      brackets: { type: 'integer', minimum: 1, description: 'How many, the most exploratory first; all by default.' },
      weights: {
        type: 'string',
        enum: Object.keys(BRACKET_WEIGHTS),
        default: 'synetune',
        description:
          'How often a new trial goes to each bracket: as in Syne Tune 0.13.0 or 0.16.0, or as in Optuna 5.0.0.',
      },
      rungs: {
        type: 'string',
        enum: ['own', 'shared'],
        default: 'own',
        description: 'Whether trials of different brackets are compared at the levels that they share.',
      },
    },
  },
  create(problem, options, rng) {
    const { brackets = Infinity, weights, rungs, eta } = options;
    const plan = asyncPlan(problem.fidelities, options, { brackets, shared: rungs === 'shared' });
    const shares = bracketShares(weights, plan.levels, { eta, brackets: plan.brackets });
    const stream = rng.fork('bracket');
    const sampler = uniformSampler(problem.space, rng.fork('sampler'));
    return createAsyncHalving(problem, plan, sampler, () => drawShare(shares, stream));
  },
};
export default asyncHyperband;
