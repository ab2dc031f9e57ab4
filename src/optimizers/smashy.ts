import type { Rng } from '../core/rng.js';
import { kernelCodes } from '../models/kernel-codes.js';
import { nearestNeighbours } from '../models/nearest-neighbours.js';
import type { KdeRule } from '../models/product-kde.js';
import { regressionForest } from '../models/regression-forest.js';
import { PARAMETER_TYPES } from '../space/parameter.js';
import type { SearchSpace } from '../space/space.js';
import type { OptimizerDefinition } from './optimizer.js';
import { createBatches } from './parts/batches.js';
import { densitySurrogate } from './parts/density-surrogate.js';
import { drivenAxis, type DrivenAxis } from './parts/driven-axis.js';
import { filteredProposals } from './parts/filtered-proposals.js';
import type { SplitRule } from './parts/kde-model.js';
import { kdeSampler } from './parts/kde-sampler.js';
import { regressionSurrogate } from './parts/regression-surrogate.js';
import { learnEarlier, uniformSampler, type Sampler } from './parts/sampler.js';
import { bestSelector } from './parts/selector.js';
import { filterOptions, SMASHY_PROPERTIES, type SmashyOptions } from './parts/smashy-options.js';
import { smashySchedule } from './parts/smashy-schedule.js';
import type { Surrogate } from './parts/surrogate.js';

/**
 * One algorithm with twenty switches, of which random search, Hyperband and an emulation of BOHB are settings.
 *
 * *Deviates:* the density sampler of the package turns every integer into its upper bound; here it does not. Failed evaluations,
 * of which the package knows nothing, never survive. The selections for several objectives are not here.
 */
const smashy: OptimizerDefinition<SmashyOptions> = {
  name: 'smashy',
  source:
    'Moosbauer, Binder, Schneider, Pfisterer, Becker, Lang, Kotthoff, Bischl. Automated benchmark-driven design and ' +
    'explanation of hyperparameter optimizers. IEEE TEVC 26 (2022); options as in the package smashy',
  summary: 'Batches over rising fidelities, whose new configurations are filtered by a surrogate.',
  supports: {
    objectives: 'one',
    fidelities: 'one',
    features: false,
    parameters: PARAMETER_TYPES,
  },
  options: { type: 'object', additionalProperties: false, properties: SMASHY_PROPERTIES },
  create({ space, fidelities, observations }, options, rng) {
    const axis = drivenAxis(fidelities, options);
    const brackets = smashySchedule(fidelities, axis, options);
    const organs = {
      sampler: createSampler(space, options, rng),
      surrogate: createSurrogate(space, axis, options, rng),
    };
    const proposals = filteredProposals(space, organs, filterOptions(options), rng);
    learnEarlier(observations, axis.name, proposals);
    const plan = { brackets, cycles: options.cycles ?? Infinity, fills: options.batch_method === 'equal' };
    return createBatches(plan, { ...proposals, select: bestSelector });
  },
};
export default smashy;

/** Both draw the configurations of random search at the same seed, the density for as long as there is none. */
function createSampler(space: SearchSpace, options: SmashyOptions, rng: Rng): Sampler {
  if (options.sample === 'random') return uniformSampler(space, rng.fork('sampler'));
  // The good density itself: the first draw is taken, whatever the bad ones say.
  const draws = { samples: 1, randomFraction: 0, bandwidthFactor: options.bandwidth_factor };
  return kdeSampler(space, { ...densityRule(space, options), ...draws }, rng);
}

function createSurrogate(space: SearchSpace, axis: DrivenAxis, options: SmashyOptions, rng: Rng): Surrogate {
  const { levels, dimensions } = kernelCodes(space);
  const stream = rng.fork('surrogate');
  // The last column is the level's.
  const columns = Int32Array.of(...levels, 0);
  switch (options.surrogate) {
    case 'bohblrn':
      return densitySurrogate(levels, densityRule(space, options), stream);
    case 'knn1':
      return regressionSurrogate(dimensions, axis, nearestNeighbours(columns, 1), 1);
    case 'knn7':
      // As the package, which needs one more than it looks at.
      return regressionSurrogate(dimensions, axis, nearestNeighbours(columns, 7), 8);
    case 'ranger': {
      // The defaults of ranger for a regression.
      const forest = { trees: options.trees, columnsPerSplit: Math.floor(Math.sqrt(columns.length)), leafSize: 5 };
      return regressionSurrogate(dimensions, axis, regressionForest(columns.length, forest, stream), 1);
    }
  }
}

function densityRule({ dimensions }: SearchSpace, options: SmashyOptions): SplitRule & KdeRule {
  return {
    minPoints: dimensions + 1,
    topPercent: options.top_n_percent,
    minBandwidth: options.min_bandwidth,
    levels: options.kernels === 'reference' ? 'observed' : 'declared',
  };
}
