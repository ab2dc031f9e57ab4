import type { Rng } from '../core/rng.js';
import type { Configuration, Value } from '../core/types.js';
import type { Column, CompiledSpace } from './compile.js';
import { exchange } from './exchange.js';

/** Changes that are tried before a configuration counts as one without legal neighbours. */
const TRIES = 100;
/** Draws of a number that is to differ, as in Syne Tune. */
const NUMBER_TRIES = 1000;

/**
 * The mutation of regularized evolution (Real et al. 2019; one parameter, as in automl/nas_benchmarks and Syne Tune): an
 * active parameter with another value, uniform among the other choices or levels, or drawn from the prior of a number until it
 * differs. A forbidden result is drawn again, parameter and value.
 */
export function mutator(space: CompiledSpace): (configuration: Configuration, rng: Rng) => Configuration | undefined {
  const movable = space.axes.filter(({ levels }) => levels > 1);
  const conditional = movable.some(({ active }) => active !== undefined);
  return (configuration, rng) => {
    const active = conditional ? movable.filter(({ name }) => configuration[name] !== undefined) : movable;
    for (let i = 0; i < TRIES && active.length > 0; i++) {
      const column = active[rng.integer(active.length)] as Column;
      const value = otherValue(column, configuration[column.name] as Value, rng);
      const mutated = value === undefined ? undefined : exchange(space, configuration, { column, value }, rng);
      if (mutated !== undefined) return mutated;
    }
    return undefined;
  };
}

function otherValue(column: Column, value: Value, rng: Rng): Value | undefined {
  const { parameter } = column;
  if (parameter.type === 'categorical') return otherOf(parameter.choices, value, rng);
  if (parameter.type === 'ordinal') return otherOf(parameter.sequence, value, rng);
  for (let i = 0; i < NUMBER_TRIES; i++) {
    const other = column.draw(rng);
    if (other !== value) return other;
  }
  return undefined;
}

function otherOf(values: readonly Value[], value: Value, rng: Rng): Value | undefined {
  const index = rng.integer(values.length - 1);
  return values[index < values.indexOf(value) ? index : index + 1];
}
