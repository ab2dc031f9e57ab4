import type { Violation } from '../core/schema.js';
import type { Fidelity } from '../core/types.js';

/** One axis of fidelity, as `benchmark.yaml` declares it. */
export interface FidelityParameter {
  readonly name: string;
  readonly type: 'float' | 'integer' | 'ordinal';
  /** Inclusive, > 0; for an ordinal the ends of `levels`. */
  readonly lower: number;
  readonly upper: number;
  readonly log?: boolean;
  /** The only admissible levels, ascending: required for an ordinal, optional otherwise (a table's epochs). */
  readonly levels?: readonly number[];
  /** An evaluation can continue from the checkpoint of a lower level of this axis. */
  readonly continuation: boolean;
  /** Whether an evaluation's cost grows in proportion to the level; default 'proportional'. */
  readonly cost?: 'proportional' | 'none';
  /** In words: `epochs`, `fraction of the training set`. */
  readonly unit: string;
}

/** A compiled fidelity space: zero, one or several axes. */
export interface FidelitySpace {
  readonly parameters: readonly FidelityParameter[];
  /** Every parameter at its highest level; `{}` for a black box. */
  readonly highest: Fidelity;
  /** Everything that is wrong with a would-be fidelity; empty when it is complete and admissible. */
  check(fidelity: Readonly<Record<string, unknown>>): readonly Violation[];
  /** The nearest admissible level of an axis (ties go up); ladders anchor at the top and are rounded with this. */
  round(name: string, level: number): number;
  /** Cost relative to an evaluation at the highest fidelity: the product of level/upper over proportional axes, in (0, 1]. */
  relativeCost(fidelity: Fidelity): number;
  /** Whether a checkpoint at `lower` can be continued to `higher`: only continuing axes differ, and none goes down. */
  continues(lower: Fidelity, higher: Fidelity): boolean;
}

/** @throws SuiteError of code 'user', its `key` the path inside the list, on senseless definitions. */
export declare function createFidelitySpace(parameters: readonly FidelityParameter[]): FidelitySpace;
