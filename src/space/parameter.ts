import type { Value } from '../core/types.js';

/** Names follow ConfigSpace where it has one. Bounds are inclusive; `log` needs lower > 0. */
export type Parameter = FloatParameter | IntegerParameter | OrdinalParameter | CategoricalParameter | ConstantParameter;
export type ParameterType = Parameter['type'];

/** All of them: what a method takes that asks the space to sample or to decode. */
export const PARAMETER_TYPES: readonly ParameterType[] = ['float', 'integer', 'ordinal', 'categorical', 'constant'];

export interface FloatParameter {
  readonly name: string;
  readonly type: 'float';
  readonly lower: number;
  readonly upper: number;
  readonly log?: boolean;
  readonly default?: number;
}

export interface IntegerParameter {
  readonly name: string;
  readonly type: 'integer';
  readonly lower: number;
  readonly upper: number;
  readonly log?: boolean;
  readonly default?: number;
}

/** Levels in order, worst or smallest first; the order carries meaning, the distances do not. */
export interface OrdinalParameter {
  readonly name: string;
  readonly type: 'ordinal';
  readonly sequence: readonly (number | string)[];
  readonly default?: number | string;
}

export interface CategoricalParameter {
  readonly name: string;
  readonly type: 'categorical';
  readonly choices: readonly Value[];
  /** Positive, one a choice; sampling follows them. */
  readonly weights?: readonly number[];
  readonly default?: Value;
}

export interface ConstantParameter {
  readonly name: string;
  readonly type: 'constant';
  readonly value: Value;
}

/** A statement about parameters. False where a parameter it names is inactive. */
export type Clause =
  | { readonly parameter: string; readonly equals: Value }
  | { readonly parameter: string; readonly notEquals: Value }
  | { readonly parameter: string; readonly in: readonly Value[] }
  | { readonly parameter: string; readonly less: number | string }
  | { readonly parameter: string; readonly lessEqual: number | string }
  | { readonly parameter: string; readonly greater: number | string }
  | { readonly parameter: string; readonly greaterEqual: number | string }
  | { readonly and: readonly Clause[] }
  | { readonly or: readonly Clause[] };

/** Two parameters compared with each other; forbidden clauses only. */
export interface Relation {
  readonly left: string;
  readonly relation: 'less' | 'lessEqual' | 'equal' | 'greaterEqual' | 'greater';
  readonly right: string;
}

/** The child is active only while the clause holds; several conditions of one child must all hold. */
export interface Condition {
  readonly child: string;
  readonly when: Clause;
}

/** What `benchmark.yaml` says under `space`. */
export interface SpaceDefinition {
  readonly parameters: readonly Parameter[];
  readonly conditions?: readonly Condition[];
  /** A configuration for which one of these holds is illegal. */
  readonly forbidden?: readonly (Clause | Relation)[];
}
