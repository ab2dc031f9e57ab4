import type { Configuration, Value } from '../../core/types.js';
import { createCodec } from '../../space/column.js';
import type { IntegerParameter, Parameter } from '../../space/parameter.js';
import type { SearchSpace } from '../../space/space.js';
import type { UnitEncoding } from './unit-encoding.js';

/** How one component of a vector codes a value. */
interface Code {
  readonly encode: (value: Value) => number;
  /** The canonical code of what a code decodes to; NaN for a constant. */
  readonly canonical: (code: number) => number;
}

interface Component extends Code {
  readonly name: string;
  /** Code of the default, for an inactive parameter. */
  readonly fallback: number;
}

/**
 * The encoding of DEHB 0.1.2 (`de.py`, `configspace_to_vector` and its inverse): a choice or level k of L is k/L, integers are
 * rounded to even, so that the two end values have half the probability, an inactive parameter has its default, and a constant
 * is a dimension.
 *
 * Bins of choices have edges i * (1/L): computed so, some codes k/L lie below their own bin (the fourth of five choices decodes
 * to the third), which is kept. *Deviates:* for L = 49, 98, 103, 107, 196, 197, ... the reference makes a bin too many at the
 * right end and fails on it; here it belongs to the last choice.
 */
export function referenceEncoding(space: SearchSpace): UnitEncoding {
  const components = space.parameters.map(component);
  const axes = components.filter((_, index) => space.parameters[index]?.type !== 'constant');
  const at = axes.map((axis) => components.indexOf(axis));
  return {
    dimensions: components.length,
    encode: (configuration) => Float64Array.from(components, (each) => codeOf(each, configuration)),
    decode(vector) {
      const codes = new Float64Array(axes.length);
      for (let j = 0; j < codes.length; j++) {
        codes[j] = (axes[j] as Component).canonical(vector[at[j] as number] as number);
      }
      return space.decode(codes);
    },
  };
}

function codeOf({ name, encode, fallback }: Component, configuration: Configuration): number {
  const value = configuration[name];
  return value === undefined ? fallback : encode(value);
}

function component(parameter: Parameter): Component {
  const code = codeFor(parameter);
  const standard = parameter.type === 'constant' ? parameter.value : parameter.default;
  return { name: parameter.name, ...code, fallback: code.encode(standard ?? createCodec(parameter).decode(0.5)) };
}

function codeFor(parameter: Parameter): Code {
  switch (parameter.type) {
    case 'float': {
      const codec = createCodec(parameter);
      return { encode: (value) => codec.encode(value), canonical: (code) => code };
    }
    case 'integer':
      return integer(parameter);
    case 'ordinal':
      return listed(parameter.sequence);
    case 'categorical':
      return listed(parameter.choices);
    case 'constant':
      return { encode: () => 0, canonical: () => NaN };
  }
}

function integer(parameter: IntegerParameter): Code {
  const { lower, upper, log } = parameter;
  const codec = createCodec(parameter);
  const [first, range] = log === true ? [Math.log(lower), Math.log(upper / lower)] : [lower, upper - lower];
  const decode = (code: number): number => {
    const value = first + code * range;
    return Math.min(Math.max(toEven(log === true ? Math.exp(value) : value), lower), upper);
  };
  return {
    encode: (value) => ((log === true ? Math.log(value as number) : (value as number)) - first) / range,
    canonical: (code) => codec.encode(decode(code)),
  };
}

function listed(values: readonly Value[]): Code {
  const L = values.length;
  const step = 1 / L;
  const bin = (code: number): number => {
    let k = Math.min(Math.floor(code * L), L - 1);
    while (k > 0 && k * step > code) k--;
    while (k < L - 1 && (k + 1) * step <= code) k++;
    return k;
  };
  return { encode: (value) => values.indexOf(value) / L, canonical: (code) => (bin(code) + 0.5) / L };
}

/** To the nearest integer, halves to the even one, as NumPy rounds. */
function toEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
