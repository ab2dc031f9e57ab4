import type { Configuration, Value } from '../../core/types.js';
import type { Parameter, SpaceDefinition } from '../../space/parameter.js';
import type { Design } from './design.js';

/** The space of a table, and how a configuration finds its row. */
export interface TableSpace {
  readonly space: SpaceDefinition;
  readonly find: 'grid' | 'nearest';
}

/**
 * A grid is a space of its own: each float and integer has the values that were measured and no others, as an ordinal, so that
 * every configuration is a row. Points of a sequence are answered for the whole space, each configuration by the nearest row; and
 * so is a grid with conditions or forbidden parts, which name values that an ordinal may lack.
 */
export function tableSpace(
  space: SpaceDefinition,
  { kind }: Design,
  configurations: readonly Configuration[],
): TableSpace {
  const tree = [...(space.conditions ?? []), ...(space.forbidden ?? [])].length > 0;
  if (kind !== 'grid' || tree) return { space, find: 'nearest' };
  return {
    space: { ...space, parameters: space.parameters.map((each) => measured(each, configurations)) },
    find: 'grid',
  };
}

function measured(parameter: Parameter, configurations: readonly Configuration[]): Parameter {
  if (parameter.type !== 'float' && parameter.type !== 'integer') return parameter;
  const { name, type, lower, upper, default: usual } = parameter;
  const values = [...new Set(configurations.map((each) => each[name] as number))].sort((a, b) => a - b);
  if (type === 'integer' && values.length === upper - lower + 1) return parameter;
  const kept: Value | undefined = usual !== undefined && values.includes(usual) ? usual : undefined;
  return { name, type: 'ordinal', sequence: values, ...(kept !== undefined && { default: kept }) };
}
