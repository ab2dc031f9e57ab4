import type { Configuration } from '../core/types.js';
import type { Parameter } from '../space/parameter.js';
import type { SearchSpace } from '../space/space.js';

/**
 * Configurations as kernels see them: the canonical unit code for numbers and ordinals, the index of its choice for a
 * categorical, NaN where a parameter is inactive (specification of the optimizers, section 0.3).
 */
export interface KernelCodes {
  /** Entries of a vector, one a non-constant parameter. */
  readonly dimensions: number;
  /** Choices of each categorical; 0 where an entry is a number. */
  readonly levels: Int32Array;
  encode(configuration: Configuration, into: Float64Array): void;
  /** Complete, but perhaps forbidden: ask the space. */
  decode(codes: Float64Array): Configuration;
}

export function kernelCodes(space: SearchSpace): KernelCodes {
  const { axes, dimensions } = space;
  const levels = Int32Array.from(axes, levelsOf);
  const unit = new Float64Array(dimensions);
  return {
    dimensions,
    levels,
    encode(configuration, into) {
      space.encode(configuration, into);
      for (let axis = 0; axis < dimensions; axis++) {
        const count = levels[axis] as number;
        if (count > 0) into[axis] = Math.floor((into[axis] as number) * count);
      }
    },
    decode(codes) {
      for (let axis = 0; axis < dimensions; axis++) {
        const count = levels[axis] as number;
        const code = codes[axis] as number;
        unit[axis] = count > 0 ? (code + 0.5) / count : code;
      }
      return space.decode(unit);
    },
  };
}

function levelsOf(parameter: Parameter): number {
  return parameter.type === 'categorical' ? parameter.choices.length : 0;
}
