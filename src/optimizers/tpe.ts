import { userError } from '../core/errors.js';
import type { JsonObject } from '../core/types.js';
import { PARAMETER_TYPES } from '../space/parameter.js';
import type { OptimizerDefinition } from './optimizer.js';
import { STRUCTURES, type Structure } from './parts/axis-groups.js';
import { GAMMAS } from './parts/tpe-gamma.js';
import { createTpe } from './parts/tpe-loop.js';

interface TpeOptions extends JsonObject {
  readonly estimator: 'optuna' | 'hyperopt';
  readonly structure: Structure;
  readonly n_startup: number;
  readonly n_candidates: number;
  readonly gamma: 'optuna' | 'hyperopt';
  readonly prior_weight: number;
  readonly magic_clip: boolean;
  readonly endpoints: boolean;
  readonly constant_liar: boolean;
  readonly failures: 'bad' | 'ignored';
  readonly good_weights: 'uniform' | 'hypervolume';
}

const tpe: OptimizerDefinition<TpeOptions> = {
  name: 'tpe',
  source:
    'Bergstra, Bardenet, Bengio, Kegl. Algorithms for hyper-parameter optimization. NIPS 2011; options as in Optuna 5.0.0',
  summary: 'Tree-structured Parzen estimators: proposes where good configurations are dense and bad ones are not.',
  supports: {
    objectives: 'many',
    fidelities: 'none',
    features: false,
    parameters: PARAMETER_TYPES,
  },
  invariance: () => 'rank',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      estimator: {
        type: 'string',
        enum: ['optuna', 'hyperopt'],
        default: 'optuna',
        description:
          'Whose kernels: of Optuna 5.0.0 or of Hyperopt 0.3.0. All of the latter: {estimator: hyperopt, structure: univariate, gamma: hyperopt, n_startup: 20}.',
      },
      structure: {
        type: 'string',
        enum: [...STRUCTURES],
        default: 'multivariate',
        description: 'Which parameters are modelled together; grouped is for conditional spaces.',
      },
      n_startup: { type: 'integer', minimum: 0, default: 10, description: 'Random configurations before the model.' },
      n_candidates: { type: 'integer', minimum: 1, default: 24, description: 'Draws that the best is chosen from.' },
      gamma: {
        type: 'string',
        enum: ['optuna', 'hyperopt'],
        default: 'optuna',
        description:
          'How many of n are good: min(ceil(n / 10), 25), with several objectives ceil(n / 10); or min(ceil(sqrt(n) / 4), 25).',
      },
      prior_weight: { type: 'number', minimum: 0, default: 1, description: 'Of the prior, beside one observation.' },
      magic_clip: { type: 'boolean', default: true, description: 'Keeps kernels wider than range / min(100, n + 2).' },
      endpoints: { type: 'boolean', default: false, description: 'Whether bounds count as neighbours.' },
      constant_liar: { type: 'boolean', default: true, description: 'Counts what is under way as bad.' },
      failures: {
        type: 'string',
        enum: ['bad', 'ignored'],
        default: 'bad',
        description: 'What failed counts as bad, or not at all (as in Optuna 5.0.0).',
      },
      good_weights: {
        type: 'string',
        enum: ['uniform', 'hypervolume'],
        default: 'uniform',
        description: 'Of the good ones where there are several objectives: hypervolume as in Optuna before 5.',
      },
    },
  },
  create(problem, options, rng) {
    if (options.estimator === 'hyperopt' && options.structure !== 'univariate') {
      const mend = 'Write structure: univariate beside it.';
      throw userError('the estimator of Hyperopt models each parameter alone', { key: 'structure', mend });
    }
    const split = {
      gamma: GAMMAS[problem.objectives.length > 1 && options.gamma === 'optuna' ? 'several' : options.gamma],
      constantLiar: options.constant_liar,
      countFailures: options.failures === 'bad',
      weighGood: options.good_weights === 'hypervolume',
    };
    const kernels = {
      estimator: options.estimator,
      priorWeight: options.prior_weight,
      magicClip: options.magic_clip,
      endpoints: options.endpoints,
    };
    const { structure, n_startup: startup, n_candidates: candidates } = options;
    return createTpe(problem, { split, kernels, structure, startup, candidates }, rng);
  },
  warn({ workers }, { n_startup: startup }) {
    if (workers <= Math.max(startup, 1)) return [];
    return [
      `with ${workers} workers as many configurations are drawn at random before the model, which needs ${startup} results`,
    ];
  },
};
export default tpe;
