import { userError } from '../../core/errors.js';
import type { Configuration, Value } from '../../core/types.js';
import type { Parameter } from '../../space/parameter.js';
import type { SearchSpace } from '../../space/space.js';

/** The row of a configuration; -1 where there is none. */
export type FindRow = (configuration: Configuration) => number;

/** A space of listed values and integers, all of whose configurations are numbered. */
export interface Grid {
  /** How many there are. */
  readonly size: number;
  /** Mixed radix over the parameters that are no constants, in the manifest's order, the last one fastest. */
  readonly row: FindRow;
}

/** @throws SuiteError of code 'user' for a space that is no grid */
export function createGrid(space: SearchSpace): Grid {
  if ((space.definition.conditions ?? []).length > 0) throw noGrid('it has conditions');
  const axes = space.axes.map(createAxis);
  const size = axes.reduce((product, { length }) => product * length, 1);
  const row: FindRow = (configuration) => {
    let place = 0;
    for (let i = 0; i < axes.length; i++) {
      const axis = axes[i] as Axis;
      const value = configuration[axis.name] as Value;
      const index = axis.ranks === undefined ? integerRank(axis, value) : axis.ranks.get(value);
      if (index === undefined) return -1;
      place = place * axis.length + index;
    }
    return place;
  };
  return { size, row };
}

interface Axis {
  readonly name: string;
  readonly length: number;
  /** Of listed values. */
  readonly ranks: ReadonlyMap<Value, number> | undefined;
  /** Of an integer. */
  readonly lower: number;
}

function createAxis(parameter: Parameter): Axis {
  const { name } = parameter;
  switch (parameter.type) {
    case 'integer':
      return { name, length: parameter.upper - parameter.lower + 1, ranks: undefined, lower: parameter.lower };
    case 'categorical':
      return listed(name, parameter.choices);
    case 'ordinal':
      return listed(name, parameter.sequence);
    default:
      throw noGrid(`${name} is a ${parameter.type}`);
  }
}

function listed(name: string, values: readonly Value[]): Axis {
  return { name, length: values.length, ranks: new Map(values.map((value, index) => [value, index])), lower: 0 };
}

/** Undefined for what is no value. */
function integerRank({ lower, length }: Axis, value: Value): number | undefined {
  const rank = (value as number) - lower;
  return Number.isInteger(rank) && rank >= 0 && rank < length ? rank : undefined;
}

function noGrid(why: string): Error {
  return userError(`the space is no grid: ${why}`, { mend: 'Write find: exact, or find: nearest.' });
}
