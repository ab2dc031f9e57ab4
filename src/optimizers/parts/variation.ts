import type { Rng } from '../../core/rng.js';
import type { Configuration, JsonObject } from '../../core/types.js';
import type { SearchSpace } from '../../space/space.js';
import { BOUNDARIES, repair, type Boundary } from './boundary.js';
import { crossover, CROSSOVERS, type Crossover } from './crossover.js';
import { drawDistinct } from './distinct.js';
import { DONORS, mutate, MUTATIONS, type MutationStrategy } from './mutation.js';
import { sameVector, type Candidate } from './population.js';
import { createUnitEncoding, ENCODINGS, type EncodingName } from './unit-encoding.js';

export interface VariationOptions {
  readonly mutation: MutationStrategy;
  readonly mutationFactor: number;
  readonly crossover: Crossover;
  readonly crossoverRate: number;
  readonly boundary: Boundary;
  readonly encoding: EncodingName;
}

/** The properties of these options in a definition's schema; every differential evolution has them. */
export const VARIATION_PROPERTIES: JsonObject = {
  mutation: {
    type: 'string',
    enum: [...MUTATIONS],
    default: 'rand1',
    description: 'How donors, target and best make a mutant.',
  },
  mutationFactor: { type: 'number', exclusiveMinimum: 0, default: 0.5, description: 'F: the weight of differences.' },
  crossover: {
    type: 'string',
    enum: [...CROSSOVERS],
    default: 'bin',
    description: 'How target and mutant mix; exp-in-place changes the parent too, as the reference does.',
  },
  crossoverRate: {
    type: 'number',
    minimum: 0,
    maximum: 1,
    default: 0.5,
    description: 'CR: the chance of a component to come from the mutant.',
  },
  boundary: {
    type: 'string',
    enum: [...BOUNDARIES],
    default: 'random',
    description: 'Components outside the unit interval are drawn again, or clipped.',
  },
  encoding: {
    type: 'string',
    enum: [...ENCODINGS],
    default: 'canonical',
    description: "Configurations as vectors: the suite's unit encoding, or that of DEHB 0.1.2.",
  },
};

/** What an offspring is made of. */
export interface Ancestry {
  /** Where donors are drawn from; random vectors are added if they are too few. */
  readonly pool: readonly Float64Array[];
  readonly target: Float64Array;
  readonly best: Float64Array;
}

/** The operators of differential evolution on legal configurations. */
export interface Variation {
  /** How many donors the mutation draws. */
  readonly donors: number;
  /** Whether an offspring's vector takes the place of its parent's before it is evaluated: a defect of the reference. */
  readonly overwrites: boolean;
  /** A draw from the space. */
  random(): Candidate;
  /** A legal configuration that came from elsewhere. */
  known(configuration: Configuration): Candidate;
  /** A mutant as it is, outside the unit cube perhaps. */
  mutant(ancestry: Ancestry): Float64Array;
  /** Mutation, crossover, repair; a forbidden offspring is made again. Undefined after 100 of them. */
  offspring(ancestry: Ancestry): Candidate | undefined;
}

const TRIES = 100;

export function createVariation(space: SearchSpace, options: VariationOptions, rng: Rng): Variation {
  const encoding = createUnitEncoding(space, options.encoding);
  const forbids = (space.definition.forbidden ?? []).length > 0;
  const [sampling, mutating] = [rng.fork('sampler'), rng.fork('mutation')];
  const [crossing, repairing] = [rng.fork('crossover'), rng.fork('boundary')];
  const donors = DONORS[options.mutation];

  /** The configuration of a vector, unless it is forbidden. */
  function legal(vector: Float64Array): Configuration | undefined {
    const configuration = encoding.decode(vector);
    return forbids && space.check(configuration).length > 0 ? undefined : configuration;
  }

  function random(): Candidate {
    const drawn = space.sample(sampling);
    const vector = encoding.encode(drawn, sampling);
    // The reference encoding does not always decode what it has encoded.
    return { vector, configuration: legal(vector) ?? drawn };
  }

  function mutant({ pool, target, best }: Ancestry): Float64Array {
    const missing = Array.from({ length: Math.max(0, donors - pool.length) }, () => random().vector);
    const full = missing.length > 0 ? [...pool, ...missing] : pool;
    const drawn = drawDistinct(donors, full.length, mutating).map((index) => full[index] as Float64Array);
    return mutate(options.mutation, options.mutationFactor, { donors: drawn, target, best });
  }

  return {
    donors,
    overwrites: options.crossover === 'exp-in-place',
    random,
    known: (configuration) => ({ vector: encoding.encode(configuration, sampling), configuration }),
    mutant,
    offspring(ancestry) {
      for (let i = 0; i < (forbids ? TRIES : 1); i++) {
        const parents = { target: ancestry.target, mutant: mutant(ancestry) };
        const crossed = crossover(options.crossover, options.crossoverRate, parents, crossing);
        const vector = repair(crossed, options.boundary, repairing);
        const configuration = legal(vector);
        if (configuration !== undefined) return { vector, configuration };
      }
      return undefined;
    },
  };
}

/** A pool without the first vector that equals the target; a pool of one keeps it (DEHB's asynchronous DE). */
export function withoutTarget(pool: readonly Float64Array[], target: Float64Array): readonly Float64Array[] {
  const index = pool.length > 1 ? pool.findIndex((vector) => sameVector(vector, target)) : -1;
  return index === -1 ? pool : pool.filter((_, at) => at !== index);
}
