import { bug } from '../core/errors.js';
import type { Configuration, Value } from '../core/types.js';
import type { Column, CompiledSpace } from './compile.js';

type Codes = (configuration: Configuration, into?: Float64Array) => Float64Array;
type Decode = (vector: ArrayLike<number>) => Configuration;

/** Unit codes in declaration order of the non-constant parameters; NaN where one is absent. */
export function encoder({ axes }: CompiledSpace): Codes {
  return (configuration, into = new Float64Array(axes.length)) => {
    for (let i = 0; i < axes.length; i++) {
      const column = axes[i] as Column;
      const value = configuration[column.name];
      into[i] = value === undefined ? NaN : column.encode(value);
    }
    return into;
  };
}

/** The inverse on [0, 1]^d. Inactive parameters are left out; NaN for an active one means its default. */
export function decoder({ order, axes }: CompiledSpace): Decode {
  return (vector) => {
    if (vector.length < axes.length) throw bug(`${axes.length} unit codes are needed, found ${vector.length}`);
    const configuration: Record<string, Value> = {};
    for (let i = 0; i < order.length; i++) {
      const column = order[i] as Column;
      if (column.active !== undefined && !column.active(configuration)) continue;
      const code = column.axis < 0 ? NaN : (vector[column.axis] as number);
      configuration[column.name] = Number.isNaN(code) ? column.fallback : column.decode(code);
    }
    return configuration;
  };
}
