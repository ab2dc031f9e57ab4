import type { Rng } from '../core/rng.js';
import type { Value } from '../core/types.js';
import type { FloatParameter, IntegerParameter, Parameter } from './parameter.js';

/**
 * One parameter, compiled: its canonical unit code (specification of the optimizers, section 0.3), its prior and its domain.
 * Every value decodes from its own code (floats up to rounding), and both ends decode exactly.
 */
export interface Codec {
  /** How many values there are; Infinity for a float. */
  readonly levels: number;
  /** Code in [0, 1] of a legal value; NaN of a value that is no level. */
  encode(value: Value): number;
  /** Value of a code; codes outside [0, 1] are clipped. */
  decode(code: number): Value;
  /** A draw from the prior (uniform, uniform in ln, or by weight). */
  draw(rng: Rng): Value;
  accepts(value: unknown): boolean;
}

export function createCodec(parameter: Parameter): Codec {
  switch (parameter.type) {
    case 'float':
      return parameter.log === true ? logFloat(parameter) : linearFloat(parameter);
    case 'integer':
      return parameter.log === true ? logInteger(parameter) : linearInteger(parameter);
    case 'ordinal':
      return listed(parameter.sequence, undefined);
    case 'categorical':
      return listed(parameter.choices, parameter.weights);
    case 'constant':
      return listed([parameter.value], undefined);
  }
}

function linearFloat({ lower, upper }: FloatParameter): Codec {
  const range = upper - lower;
  const decode = (code: number): number =>
    code >= 1 ? upper : code <= 0 ? lower : Math.min(lower + code * range, upper);
  return {
    levels: Infinity,
    encode: (value) => ((value as number) - lower) / range,
    decode,
    draw: (rng) => decode(rng.float()),
    accepts: (value) => typeof value === 'number' && value >= lower && value <= upper,
  };
}

function logFloat({ lower, upper }: FloatParameter): Codec {
  const range = Math.log(upper / lower);
  // The exponential may miss ends and middle by a rounding error: the middle is where defaults are.
  const between = (code: number): number => Math.min(Math.max(lower * Math.exp(code * range), lower), upper);
  const inside = (code: number): number => (code === 0.5 ? Math.sqrt(lower) * Math.sqrt(upper) : between(code));
  const decode = (code: number): number => (code >= 1 ? upper : code <= 0 ? lower : inside(code));
  return {
    levels: Infinity,
    encode: (value) => Math.log((value as number) / lower) / range,
    decode,
    draw: (rng) => decode(rng.float()),
    accepts: (value) => typeof value === 'number' && value >= lower && value <= upper,
  };
}

function linearInteger({ lower, upper }: IntegerParameter): Codec {
  const levels = upper - lower + 1;
  return {
    levels,
    encode: (value) => ((value as number) - lower + 0.5) / levels,
    decode: (code) => lower + bin(code, levels),
    draw: (rng) => lower + rng.integer(levels),
    accepts: (value) => Number.isInteger(value) && (value as number) >= lower && (value as number) <= upper,
  };
}

function logInteger({ lower, upper }: IntegerParameter): Codec {
  const first = Math.log(lower - 0.5);
  const range = Math.log(upper + 0.5) - first;
  const decode = (code: number): number => {
    const inside = code > 0 ? Math.min(code, 1) : 0;
    return Math.min(Math.max(Math.round(Math.exp(first + inside * range)), lower), upper);
  };
  return {
    levels: upper - lower + 1,
    encode: (value) => (Math.log(value as number) - first) / range,
    decode,
    draw: (rng) => decode(rng.float()),
    accepts: (value) => Number.isInteger(value) && (value as number) >= lower && (value as number) <= upper,
  };
}

function listed(values: readonly Value[], weights: readonly number[] | undefined): Codec {
  const levels = values.length;
  const rank = new Map<unknown, number>(values.map((value, index) => [value, index]));
  const pick = weights === undefined ? (rng: Rng): number => rng.integer(levels) : weighted(weights);
  return {
    levels,
    encode: (value) => ((rank.get(value) ?? NaN) + 0.5) / levels,
    decode: (code) => values[bin(code, levels)] as Value,
    draw: (rng) => values[pick(rng)] as Value,
    accepts: (value) => rank.has(value),
  };
}

/** min(floor(code levels), levels - 1), and 0 below the cube. */
function bin(code: number, levels: number): number {
  return code > 0 ? Math.min(Math.floor(code * levels), levels - 1) : 0;
}

/** An index with probability proportional to its weight: one uniform number, inverted. */
function weighted(weights: readonly number[]): (rng: Rng) => number {
  const cumulative = new Float64Array(weights.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) cumulative[i] = total += weights[i] as number;
  const last = weights.length - 1;
  return (rng) => {
    const point = rng.float() * total;
    let index = 0;
    while (index < last && point >= (cumulative[index] as number)) index++;
    return index;
  };
}
