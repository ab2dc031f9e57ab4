import type { Configuration, Value } from '../../core/types.js';
import type { Parameter } from '../../space/parameter.js';
import type { SearchSpace } from '../../space/space.js';

/**
 * All legal configurations of a space of listed values and integers, the last parameter fastest; undefined where there are more than
 * so many, or a real number or a condition among its parts.
 */
export function allConfigurations(space: SearchSpace, most: number): readonly Configuration[] | undefined {
  const { conditions = [], forbidden = [] } = space.definition;
  const size = space.axes.reduce((product, parameter) => product * sizeOf(parameter), 1);
  if (conditions.length > 0 || size > most) return undefined;
  let found: Record<string, Value>[] = [{}];
  for (const parameter of space.parameters) {
    const values = valuesOf(parameter);
    found = found.flatMap((begun) => values.map((value) => ({ ...begun, [parameter.name]: value })));
  }
  return forbidden.length === 0 ? found : found.filter((each) => space.check(each).length === 0);
}

function sizeOf(parameter: Parameter): number {
  if (parameter.type === 'float') return Infinity;
  return parameter.type === 'integer' ? parameter.upper - parameter.lower + 1 : valuesOf(parameter).length;
}

function valuesOf(parameter: Parameter): readonly Value[] {
  switch (parameter.type) {
    case 'constant':
      return [parameter.value];
    case 'categorical':
      return parameter.choices;
    case 'ordinal':
      return parameter.sequence;
    case 'integer':
      return Array.from({ length: parameter.upper - parameter.lower + 1 }, (_, step) => parameter.lower + step);
    case 'float':
      return [];
  }
}
