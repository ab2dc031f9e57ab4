import type { IntegerParameter, Parameter } from '../space/parameter.js';

/** What a Parzen estimator has to know of one axis of the unit cube. */
export type ParzenAxis =
  | { readonly kind: 'real' }
  | { readonly kind: 'cells'; readonly cells: Cells }
  | {
      readonly kind: 'choices';
      /** Of each choice, before anything is known; they sum to 1. */
      readonly prior: Float64Array;
    };

/**
 * The values of an integer or an ordinal as neighbouring intervals of the unit code, which together fill it: half a step beyond
 * either bound.
 */
export interface Cells {
  /** Number of the cell that a code lies in, from 0. */
  at(code: number): number;
  /** Code of the value itself. */
  code(cell: number): number;
  /** Left end of a cell; the right end is that of the next. */
  edge(cell: number): number;
}

/** A constant has no axis, and is not to be asked for one. */
export function parzenAxis(parameter: Parameter): ParzenAxis {
  switch (parameter.type) {
    case 'integer': {
      const { lower, upper, log } = parameter;
      return { kind: 'cells', cells: log === true ? logCells(parameter) : evenCells(upper - lower + 1) };
    }
    case 'ordinal':
      return { kind: 'cells', cells: evenCells(parameter.sequence.length) };
    case 'categorical':
      return { kind: 'choices', prior: normalised(parameter.weights ?? parameter.choices.map(() => 1)) };
    default:
      return { kind: 'real' };
  }
}

function evenCells(levels: number): Cells {
  return {
    at: (code) => Math.min(Math.floor(code * levels), levels - 1),
    code: (cell) => (cell + 0.5) / levels,
    edge: (cell) => cell / levels,
  };
}

function logCells({ lower, upper }: IntegerParameter): Cells {
  const first = Math.log(lower - 0.5);
  const range = Math.log(upper + 0.5) - first;
  const code = (value: number): number => (Math.log(value) - first) / range;
  return {
    at: (place) => Math.min(Math.max(Math.round(Math.exp(first + place * range)), lower), upper) - lower,
    code: (cell) => code(lower + cell),
    edge: (cell) => code(lower + cell - 0.5),
  };
}

function normalised(weights: readonly number[]): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Float64Array.from(weights, (weight) => weight / total);
}
