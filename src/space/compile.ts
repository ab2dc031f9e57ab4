import type { Value } from '../core/types.js';
import { compileClause, namesOf, type Holds } from './clause.js';
import { createCodec, type Codec } from './column.js';
import { parentsFirst } from './order.js';
import type { Clause, Parameter, Relation, SpaceDefinition } from './parameter.js';

/** A parameter with everything the hot loops need. */
export interface Column extends Codec {
  readonly name: string;
  readonly parameter: Parameter;
  /** Index in the unit vector; -1 for a constant. */
  readonly axis: number;
  /** The declared default, else the middle of the unit interval. */
  readonly fallback: Value;
  /** Whether it is active, given the values of its parents; undefined where it always is. */
  readonly active: Holds | undefined;
  /** All of these must hold. */
  readonly conditions: readonly Clause[];
  /** Names that its conditions speak of. */
  readonly parents: readonly string[];
  /** Whether conditions of other parameters speak of it. */
  readonly steers: boolean;
}

export interface Forbidden {
  readonly clause: Clause | Relation;
  readonly holds: Holds;
  readonly names: readonly string[];
}

export interface CompiledSpace {
  /** In declaration order. */
  readonly columns: readonly Column[];
  /** Parents before children, otherwise in declaration order. */
  readonly order: readonly Column[];
  /** The non-constant ones in declaration order. */
  readonly axes: readonly Column[];
  readonly byName: ReadonlyMap<string, Column>;
  readonly forbidden: readonly Forbidden[];
}

/** Compiles a definition that has been checked. */
export function compileSpace(definition: SpaceDefinition): CompiledSpace {
  const parameters = new Map(definition.parameters.map((parameter) => [parameter.name, parameter]));
  const steering = new Set((definition.conditions ?? []).flatMap(({ when }) => namesOf(when)));
  let dimensions = 0;
  const columns = definition.parameters.map((parameter) => {
    const conditions = (definition.conditions ?? []).filter(({ child }) => child === parameter.name);
    const axis = parameter.type === 'constant' ? -1 : dimensions++;
    const clauses = conditions.map(({ when }) => when);
    return { ...createColumn(parameter, axis, clauses, parameters), steers: steering.has(parameter.name) };
  });
  const byName = new Map(columns.map((column) => [column.name, column]));
  return {
    columns,
    order: parentsFirst(definition).map((name) => byName.get(name) as Column),
    axes: columns.filter(({ axis }) => axis >= 0),
    byName,
    forbidden: (definition.forbidden ?? []).map((clause) => ({
      clause,
      holds: compileClause(clause, parameters),
      names: namesOf(clause),
    })),
  };
}

/** Whether one of the forbidden clauses holds. */
export function isForbidden({ forbidden }: CompiledSpace, values: Readonly<Record<string, unknown>>): boolean {
  for (let i = 0; i < forbidden.length; i++) if ((forbidden[i] as Forbidden).holds(values)) return true;
  return false;
}

function createColumn(
  parameter: Parameter,
  axis: number,
  conditions: readonly Clause[],
  parameters: ReadonlyMap<string, Parameter>,
): Omit<Column, 'steers'> {
  const codec = createCodec(parameter);
  const declared = parameter.type === 'constant' ? parameter.value : parameter.default;
  const only = conditions.length === 1 ? conditions[0] : { and: conditions };
  return {
    ...codec,
    name: parameter.name,
    parameter,
    axis,
    fallback: declared ?? codec.decode(0.5),
    active: only === undefined || conditions.length === 0 ? undefined : compileClause(only, parameters),
    conditions,
    parents: conditions.flatMap(namesOf),
  };
}
