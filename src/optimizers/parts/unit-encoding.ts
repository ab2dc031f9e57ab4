import type { Rng } from '../../core/rng.js';
import type { Configuration } from '../../core/types.js';
import type { Parameter } from '../../space/parameter.js';
import type { SearchSpace } from '../../space/space.js';
import { referenceEncoding } from './reference-encoding.js';

/** Configurations as points of the unit cube, for methods that compute with vectors. */
export interface UnitEncoding {
  readonly dimensions: number;
  /** A point that stands for a legal configuration; it decodes to it (floats up to rounding). */
  encode(configuration: Configuration, rng: Rng): Float64Array;
  /** The configuration of any point of the cube; complete, but it may be forbidden. */
  decode(vector: Float64Array): Configuration;
}

/** `canonical` is the suite's own, `reference` that of DEHB 0.1.2 with its peculiarities. */
export type EncodingName = 'canonical' | 'reference';
export const ENCODINGS: readonly EncodingName[] = ['canonical', 'reference'];

export function createUnitEncoding(space: SearchSpace, name: EncodingName): UnitEncoding {
  return name === 'canonical' ? canonicalEncoding(space) : referenceEncoding(space);
}

/**
 * The canonical unit encoding (specification of the optimizers, section 0.3). A level is a bin, and a configuration's point
 * lies anywhere within its bins: differences of bin centres would hit the edges of bins exactly, where one neighbour is
 * favoured. Components of inactive parameters are uniform, so that a child which switches one on starts from the prior.
 */
function canonicalEncoding(space: SearchSpace): UnitEncoding {
  const widths = Float64Array.from(space.axes, binWidth);
  return {
    dimensions: space.dimensions,
    encode(configuration, rng) {
      const vector = space.encode(configuration);
      for (let j = 0; j < vector.length; j++) {
        const [code, width] = [vector[j] as number, widths[j] as number];
        if (Number.isNaN(code)) vector[j] = rng.float();
        else if (width > 0) vector[j] = code + (rng.float() - 0.5) * width;
      }
      return vector;
    },
    decode: (vector) => space.decode(vector),
  };
}

/** Keeps a rounding error from leaving the bin. */
const INSIDE = 1 - 2 ** -20;

/** 0 for what has no bins of one width: a float, and a logarithmic integer, whose code stands anywhere in its bin as it is. */
function binWidth(parameter: Parameter): number {
  switch (parameter.type) {
    case 'categorical':
      return INSIDE / parameter.choices.length;
    case 'ordinal':
      return INSIDE / parameter.sequence.length;
    case 'integer':
      return parameter.log === true ? 0 : INSIDE / (parameter.upper - parameter.lower + 1);
    default:
      return 0;
  }
}
