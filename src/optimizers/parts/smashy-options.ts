import type { JsonObject } from '../../core/types.js';
import { SIZE_RULES } from '../../fidelity/brackets.js';
import { AXIS_PROPERTIES, type AxisOptions } from './driven-axis.js';
import type { FilterOptions } from './filtered-proposals.js';
import { type ScalarisationName, SCALARISATIONS } from './scalarisation.js';
import type { ScheduleOptions } from './smashy-schedule.js';

/** Names are the package's, with `_end` for its `.end`. */
export interface SmashyOptions extends JsonObject, AxisOptions, ScheduleOptions {
  readonly cycles?: number;
  readonly sample: 'random' | 'bohb';
  readonly surrogate: 'ranger' | 'knn1' | 'knn7' | 'bohblrn';
  readonly trees: number;
  readonly top_n_percent: number;
  readonly bandwidth_factor: number;
  readonly min_bandwidth: number;
  readonly kernels: 'reference' | 'fixed';
  readonly filter_algorithm: 'tournament' | 'progressive';
  readonly filter_with_max_budget: boolean;
  readonly filter_factor_first: number;
  readonly filter_factor_first_end?: number;
  readonly filter_factor_last?: number;
  readonly filter_factor_last_end?: number;
  readonly filter_select_per_tournament: number;
  readonly filter_select_per_tournament_end?: number;
  readonly random_interleave_fraction: number;
  readonly random_interleave_fraction_end?: number;
  readonly random_interleave_random: boolean;
  readonly mo_selection_method: ScalarisationName;
}

const SHARE: JsonObject = { type: 'number', minimum: 0, maximum: 1 };
const FACTOR: JsonObject = { type: 'number', minimum: 1 };
const COUNT: JsonObject = { type: 'integer', minimum: 1 };

/** Defaults are those of the package; the two that it leaves to its user are its proposed configuration's. */
export const SMASHY_PROPERTIES: JsonObject = {
  ...AXIS_PROPERTIES,
  budget_log_step: {
    type: 'number',
    exclusiveMinimum: 0,
    default: Math.log(16),
    description: 'Logarithm of the ratio of neighbouring levels; a large one leaves only the highest level.',
  },
  mu: { type: 'integer', minimum: 2, default: 20, description: 'Configurations of a batch, or of the first one.' },
  survival_fraction: { ...SHARE, default: 1 / 3, description: 'Share of a batch that goes on to the next level.' },
  batch_method: {
    type: 'string',
    enum: ['equal', 'hb'],
    default: 'equal',
    description: 'Every batch is filled to mu with new configurations, or brackets as in Hyperband.',
  },
  bracket_sizes: {
    type: 'string',
    enum: ['equal-cost', ...SIZE_RULES],
    default: 'equal-cost',
    description: 'Of hb: each bracket costs as much as the first, or as a rule of Hyperband has it.',
  },
  cycles: { type: 'integer', minimum: 1, description: 'How many sweeps over all brackets; endless by default.' },
  sample: {
    type: 'string',
    enum: ['random', 'bohb'],
    default: 'bohb',
    description: "Where configurations come from: the space, or the kernel density of BOHB's good ones.",
  },
  surrogate: {
    type: 'string',
    enum: ['ranger', 'knn1', 'knn7', 'bohblrn'],
    default: 'knn1',
    description: "What they are filtered by: a random forest, nearest neighbours, or the ratio of BOHB's densities.",
  },
  trees: { ...COUNT, default: 500, description: 'Of ranger.' },
  kernels: {
    type: 'string',
    enum: ['reference', 'fixed'],
    default: 'reference',
    description: "Categorical kernels of both densities, as bohb's variant of this name.",
  },
  top_n_percent: {
    type: 'number',
    minimum: 0,
    maximum: 100,
    default: 15,
    description: 'Good share, of both densities.',
  },
  bandwidth_factor: {
    type: 'number',
    exclusiveMinimum: 0,
    default: 3,
    description: 'Widens the kernels of sample: bohb.',
  },
  min_bandwidth: { type: 'number', exclusiveMinimum: 0, default: 1e-3, description: 'Of both densities.' },
  filter_algorithm: {
    type: 'string',
    enum: ['tournament', 'progressive'],
    default: 'tournament',
    description: 'The best of a group each, or one after the other out of a pool that changes.',
  },
  filter_with_max_budget: {
    type: 'boolean',
    default: true,
    description: 'Predict at the highest level that was evaluated, not at the level of the batch.',
  },
  filter_factor_first: {
    ...FACTOR,
    default: 100,
    description: 'Sampled for each that passes, for the first of a batch.',
  },
  filter_factor_first_end: { ...FACTOR, description: 'At the end of the budget; the same by default.' },
  filter_factor_last: { ...FACTOR, description: 'For the last of a batch; as for the first by default.' },
  filter_factor_last_end: { ...FACTOR, description: 'At the end of the budget; the same by default.' },
  filter_select_per_tournament: { ...COUNT, default: 1, description: 'How many of a tournament pass.' },
  filter_select_per_tournament_end: { ...COUNT, description: 'At the end of the budget; the same by default.' },
  random_interleave_fraction: { ...SHARE, default: 1 / 3, description: 'Share of new configurations without filter.' },
  random_interleave_fraction_end: { ...SHARE, description: 'At the end of the budget; the same by default.' },
  random_interleave_random: {
    type: 'boolean',
    default: true,
    description: 'Each new configuration is left unfiltered with that probability, or exactly that share is.',
  },
  mo_selection_method: {
    type: 'string',
    enum: [...SCALARISATIONS],
    default: 'nondom.crowding',
    description: 'Of several objectives: who survives, and what the surrogates prefer.',
  },
};

/** Where no end is given, a number stays as it is. */
export function filterOptions(options: SmashyOptions): FilterOptions {
  const { filter_factor_first: first, filter_select_per_tournament: each, random_interleave_fraction: share } = options;
  const last = options.filter_factor_last ?? first;
  return {
    algorithm: options.filter_algorithm,
    withMaxBudget: options.filter_with_max_budget,
    first: { from: first, to: options.filter_factor_first_end ?? first },
    last: { from: last, to: options.filter_factor_last_end ?? last },
    each: { from: each, to: options.filter_select_per_tournament_end ?? each },
    interleave: { from: share, to: options.random_interleave_fraction_end ?? share },
    interleaveRandom: options.random_interleave_random,
  };
}
