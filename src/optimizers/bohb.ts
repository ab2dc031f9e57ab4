import { PARAMETER_TYPES } from '../space/parameter.js';
import type { OptimizerDefinition, Problem } from './optimizer.js';
import { HYPERBAND_PROPERTIES, hyperbandPlan, type HyperbandOptions } from './parts/hyperband-plan.js';
import { hyperbandWarnings } from './parts/hyperband-warnings.js';
import { createHyperband } from './parts/hyperband.js';
import { kdeSampler } from './parts/kde-sampler.js';
import { bestSelector } from './parts/selector.js';

interface BohbOptions extends HyperbandOptions {
  readonly variant: 'reference' | 'fixed';
  readonly min_points_in_model?: number;
  readonly top_n_percent: number;
  readonly num_samples: number;
  readonly random_fraction: number;
  readonly bandwidth_factor: number;
  readonly min_bandwidth: number;
}

/**
 * H2BO of HpBandSter is `{num_samples: 32, bandwidth_factor: 1}` of it.
 *
 * *Deviates:* two things of HpBandSter are not reproduced by either variant. Constants are no dimensions: there they keep a
 * model from ever being built (its issue 20). Ordinals are taken by rank, as it tells people to encode them, and not refused.
 */
const bohb: OptimizerDefinition<BohbOptions> = {
  name: 'bohb',
  source: 'Falkner, Klein, Hutter. BOHB. ICML 2018; options and defaults as in HpBandSter 0.7.4',
  summary: 'Hyperband whose configurations come from the ratio of two kernel densities, of good and of bad ones.',
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
      ...HYPERBAND_PROPERTIES,
      variant: {
        type: 'string',
        enum: ['reference', 'fixed'],
        default: 'reference',
        description:
          'Categorical kernels as in HpBandSter 0.7.4 (levels counted in the data, bandwidths unbounded), or with the ' +
          'declared levels and bandwidths of at most (L - 1) / L.',
      },
      min_points_in_model: {
        type: 'integer',
        minimum: 1,
        description: 'Observations that either density needs; d + 1 by default, and never less.',
      },
      top_n_percent: { type: 'number', minimum: 0, maximum: 100, default: 15, description: 'Share of the good ones.' },
      num_samples: { type: 'integer', minimum: 1, default: 64, description: 'Candidates a proposal is chosen from.' },
      random_fraction: {
        type: 'number',
        minimum: 0,
        maximum: 1,
        default: 1 / 3,
        description: 'Share of configurations that are drawn at random although there is a model.',
      },
      bandwidth_factor: {
        type: 'number',
        exclusiveMinimum: 0,
        default: 3,
        description: 'Widens the kernels of numbers when candidates are drawn.',
      },
      min_bandwidth: { type: 'number', exclusiveMinimum: 0, default: 1e-3, description: 'Of either density.' },
    },
  },
  create(problem, options, rng) {
    const plan = hyperbandPlan(problem.fidelities, options);
    const sampler = kdeSampler(
      problem.space,
      {
        minPoints: minPoints(problem, options),
        topPercent: options.top_n_percent,
        samples: options.num_samples,
        randomFraction: options.random_fraction,
        bandwidthFactor: options.bandwidth_factor,
        minBandwidth: options.min_bandwidth,
        levels: options.variant === 'reference' ? 'observed' : 'declared',
      },
      rng,
    );
    return createHyperband(problem, plan, sampler, bestSelector);
  },
  warn: (problem, options) => [
    ...hyperbandWarnings(problem, hyperbandPlan(problem.fidelities, options)),
    ...modelWarnings(problem, options),
  ],
};
export default bohb;

/** That either density needs. */
function minPoints({ space }: Problem, { min_points_in_model: wanted = 0 }: BohbOptions): number {
  return Math.max(wanted, space.dimensions + 1);
}

function modelWarnings(problem: Problem, options: BohbOptions): readonly string[] {
  const needed = 2 * minPoints(problem, options);
  if (problem.workers <= needed) return [];
  return [
    `a model needs ${needed} results of one level: with ${problem.workers} workers as many configurations are drawn at random ` +
      `before there is one`,
  ];
}
