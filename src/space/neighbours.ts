import type { Rng } from '../core/rng.js';
import type { Configuration, Value } from '../core/types.js';
import type { Column, CompiledSpace } from './compile.js';
import { exchange } from './exchange.js';

/** How numeric parameters are moved. */
export interface NeighbourOptions {
  /** Neighbours of each float or integer, default 4. */
  readonly draws?: number;
  /** Standard deviation of the normal around the unit code, default 0.2. */
  readonly deviation?: number;
}

/** Draws after which a number gives what it has found: an integer may have few values within reach. */
const TRIES = 100;

/**
 * The one-exchange neighbourhood of SMAC (Hutter, Hoos, Leyton-Brown 2011, section 4.3): of each active parameter in
 * declaration order, a categorical takes every other choice, an ordinal the adjacent levels, a float or integer `draws` values
 * drawn from a normal around its unit code, rejected outside [0, 1], where they repeat and where they change nothing; an
 * integer with no more than `draws` other values takes them all. Children that are switched on are drawn from the prior,
 * those switched off leave; forbidden neighbours are left out.
 */
export function neighbourhood(
  space: CompiledSpace,
): (configuration: Configuration, rng: Rng, options?: NeighbourOptions) => Configuration[] {
  return (configuration, rng, options = {}) => {
    const found: Configuration[] = [];
    for (const column of space.axes) {
      const value = configuration[column.name];
      if (value === undefined) continue;
      for (const other of alternatives(column, value, rng, options)) {
        const neighbour = exchange(space, configuration, { column, value: other }, rng);
        if (neighbour !== undefined) found.push(neighbour);
      }
    }
    return found;
  };
}

function alternatives(column: Column, value: Value, rng: Rng, options: NeighbourOptions): readonly Value[] {
  const { parameter } = column;
  if (parameter.type === 'categorical') return parameter.choices.filter((choice) => choice !== value);
  if (parameter.type !== 'ordinal') return moved(column, value, rng, options);
  const rank = parameter.sequence.indexOf(value as number | string);
  return parameter.sequence.filter((_, index) => Math.abs(index - rank) === 1);
}

function moved(column: Column, value: Value, rng: Rng, options: NeighbourOptions): readonly Value[] {
  const { draws = 4, deviation = 0.2 } = options;
  if (column.parameter.type === 'integer' && column.levels - 1 <= draws) {
    const { lower } = column.parameter;
    return Array.from({ length: column.levels }, (_, level) => lower + level).filter((other) => other !== value);
  }
  const code = column.encode(value);
  const found = new Set<Value>();
  for (let i = 0; i < TRIES && found.size < draws; i++) {
    const moved = code + deviation * rng.normal();
    if (moved < 0 || moved > 1) continue;
    const other = column.decode(moved);
    if (other !== value) found.add(other);
  }
  return [...found];
}
