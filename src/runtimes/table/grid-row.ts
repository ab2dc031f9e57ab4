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
      const { name, length, rank } = axes[i] as Axis;
      const index = rank(configuration[name] as Value);
      if (index < 0) return -1;
      place = place * length + index;
    }
    return place;
  };
  return { size, row };
}

interface Axis {
  readonly name: string;
  readonly length: number;
  /** -1 for what is no value. */
  readonly rank: (value: Value) => number;
}

function createAxis(parameter: Parameter): Axis {
  const { name } = parameter;
  switch (parameter.type) {
    case 'integer': {
      const { lower, upper } = parameter;
      const within = (value: Value): boolean => Number.isInteger(value) && (value as number) <= upper;
      return { name, length: upper - lower + 1, rank: (value) => (within(value) ? (value as number) - lower : -1) };
    }
    case 'categorical':
      return listed(name, parameter.choices);
    case 'ordinal':
      return listed(name, parameter.sequence);
    default:
      throw noGrid(`${name} is a ${parameter.type}`);
  }
}

function listed(name: string, values: readonly Value[]): Axis {
  const ranks = new Map(values.map((value, index) => [value, index]));
  return { name, length: values.length, rank: (value) => ranks.get(value) ?? -1 };
}

function noGrid(why: string): Error {
  return userError(`the space is no grid: ${why}`, { key: 'table.find', mend: 'Write find: exact, or find: nearest.' });
}
