import type { Rng } from '../core/rng.js';
import { kernelCodes } from '../models/kernel-codes.js';
import { nearestNeighbours } from '../models/nearest-neighbours.js';
import type { KdeRule } from '../models/product-kde.js';
import { regressionForest } from '../models/regression-forest.js';
import type { Regressor } from '../models/regressor.js';
import { PARAMETER_TYPES } from '../space/parameter.js';
import type { SearchSpace } from '../space/space.js';
import type { OptimizerDefinition, Problem } from './optimizer.js';
import { type BatchOrgans, createBatches } from './parts/batches.js';
import { densitySurrogate } from './parts/density-surrogate.js';
import { drivenAxis, type DrivenAxis } from './parts/driven-axis.js';
import { filteredProposals } from './parts/filtered-proposals.js';
import { idleWarnings } from './parts/idle-warnings.js';
import type { SplitRule } from './parts/kde-model.js';
import { kdeSampler } from './parts/kde-sampler.js';
import { regressionSurrogate } from './parts/regression-surrogate.js';
import { learnEarlier, uniformSampler, type Sampler } from './parts/sampler.js';
import { createScalarisation, type Scalarisation } from './parts/scalarisation.js';
import { bestSelector, scalarSelector } from './parts/selector.js';
import { severalSurrogates } from './parts/several-surrogates.js';
import { filterOptions, SMASHY_PROPERTIES, type SmashyOptions } from './parts/smashy-options.js';
import { smashySchedule } from './parts/smashy-schedule.js';
import type { Surrogate } from './parts/surrogate.js';

/**
 * One algorithm with twenty switches, of which random search, Hyperband and an emulation of BOHB are settings.
 *
 * *Deviates:* the density sampler of the package turns every integer into its upper bound; here it does not. Failed evaluations,
 * of which the package knows nothing, never survive. Densities of several objectives, which it does not have, split as Optuna's
 * sampler does.
 */
const smashy: OptimizerDefinition<SmashyOptions> = {
  name: 'smashy',
  source:
    'Moosbauer, Binder, Schneider, Pfisterer, Becker, Lang, Kotthoff, Bischl. Automated benchmark-driven design and ' +
    'explanation of hyperparameter optimizers. IEEE TEVC 26 (2022); options as in its package smashy',
  summary: 'Batches over rising fidelities, whose new configurations are filtered by a surrogate.',
  supports: {
    objectives: 'many',
    fidelities: 'one',
    features: false,
    parameters: PARAMETER_TYPES,
  },
  // These surrogates compare means of losses, not losses.
  invariance: ({ surrogate }) => (surrogate === 'knn7' || surrogate === 'ranger' ? 'none' : 'rank'),
  options: { type: 'object', additionalProperties: false, properties: SMASHY_PROPERTIES },
  create(problem, options, rng) {
    const axis = drivenAxis(problem.fidelities, options);
    const brackets = smashySchedule(problem.fidelities, axis, options);
    const comparison =
      problem.objectives.length > 1
        ? createScalarisation(options.mo_selection_method, problem.objectives, rng.fork('selection'))
        : undefined;
    const organs = {
      sampler: createSampler(problem, options, rng),
      surrogate: createSurrogate(problem, axis, options, { comparison, rng }),
    };
    const proposals = filteredProposals(problem.space, organs, filterOptions(options), rng);
    const batches = comparison === undefined ? { ...proposals, select: bestSelector } : compared(proposals, comparison);
    learnEarlier(problem.observations, axis.name, batches);
    const plan = { brackets, cycles: options.cycles ?? Infinity, fills: options.batch_method === 'equal' };
    return createBatches(plan, batches);
  },
  warn({ fidelities, workers }, options) {
    const stages = smashySchedule(fidelities, drivenAxis(fidelities, options), options).flat();
    const most = Math.max(...stages.map(({ survivors, fresh }) => survivors + fresh));
    return idleWarnings(`no batch has more than ${most} evaluations`, most, workers);
  },
};
export default smashy;

function compared(proposals: Pick<BatchOrgans, 'propose' | 'learn'>, comparison: Scalarisation): BatchOrgans {
  return {
    propose: proposals.propose,
    learn(configuration, level, objectives) {
      proposals.learn(configuration, level, objectives);
      if (objectives.length > 0) comparison.learn(objectives, level);
    },
    select: scalarSelector(comparison),
  };
}

/** Both draw the configurations of random search at the same seed, the density for as long as there is none. */
function createSampler({ space, objectives }: Problem, options: SmashyOptions, rng: Rng): Sampler {
  if (options.sample === 'random') return uniformSampler(space, rng.fork('sampler'));
  // The good density itself: the first draw is taken, whatever the bad ones say.
  const draws = { samples: 1, randomFraction: 0, bandwidthFactor: options.bandwidth_factor };
  return kdeSampler(space, { ...densityRule(space, options), ...draws }, rng, objectives.length);
}

interface SurrogateParts {
  /** Where there are several objectives. */
  readonly comparison: Scalarisation | undefined;
  readonly rng: Rng;
}

function createSurrogate(
  { space, objectives }: Problem,
  axis: DrivenAxis,
  options: SmashyOptions,
  { comparison, rng }: SurrogateParts,
): Surrogate {
  const { levels } = kernelCodes(space);
  const stream = rng.fork('surrogate');
  const { surrogate } = options;
  if (surrogate === 'bohblrn') {
    return densitySurrogate({ levels, objectives: objectives.length }, densityRule(space, options), stream);
  }
  // The last column is the level's.
  const columns = Int32Array.of(...levels, 0);
  const regression = (each: Rng): Surrogate => {
    const { regressor, least } = createRegressor(surrogate, columns, options.trees, each);
    return regressionSurrogate(levels.length, axis, regressor, least);
  };
  if (comparison === undefined) return regression(stream);
  return severalSurrogates(
    objectives.map(({ name }) => regression(stream.fork(name))),
    comparison,
  );
}

/** And how many evaluations it needs. */
function createRegressor(
  name: Exclude<SmashyOptions['surrogate'], 'bohblrn'>,
  columns: Int32Array,
  trees: number,
  rng: Rng,
): { readonly regressor: Regressor; readonly least: number } {
  switch (name) {
    case 'knn1':
      return { regressor: nearestNeighbours(columns, 1), least: 1 };
    case 'knn7':
      // As the package, which needs one more than it looks at.
      return { regressor: nearestNeighbours(columns, 7), least: 8 };
    case 'ranger': {
      // The defaults of ranger for a regression.
      const forest = { trees, columnsPerSplit: Math.floor(Math.sqrt(columns.length)), leafSize: 5 };
      return { regressor: regressionForest(columns.length, forest, rng), least: 1 };
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
