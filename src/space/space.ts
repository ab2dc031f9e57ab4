import type { Rng } from '../core/rng.js';
import type { Violation } from '../core/schema.js';
import type { Configuration } from '../core/types.js';
import type { Parameter, SpaceDefinition } from './parameter.js';

/** A compiled search space. All vectors are of length `dimensions`, one entry a non-constant parameter in declaration order. */
export interface SearchSpace {
  readonly definition: SpaceDefinition;
  /** All parameters in declaration order, constants included. */
  readonly parameters: readonly Parameter[];
  /** The non-constant parameters: the axes of the unit cube. */
  readonly axes: readonly Parameter[];
  readonly dimensions: number;
  /** A legal configuration: parents first, children only when active, forbidden ones drawn again. */
  sample(rng: Rng): Configuration;
  /** Canonical unit encoding, entries in [0, 1]; NaN where the parameter is inactive. Writes into `into` if given. */
  encode(configuration: Configuration, into?: Float64Array): Float64Array;
  /** Inverse of `encode` on [0, 1]^d (clipped); NaN or an inactive parameter is left out. May be forbidden: ask `check`. */
  decode(vector: ArrayLike<number>): Configuration;
  /** Configurations that differ in one active parameter (and the children it switches), legal ones only. */
  neighbours(configuration: Configuration, rng: Rng): Configuration[];
  /** Everything that is wrong with a would-be configuration; empty when it is legal. */
  check(configuration: Readonly<Record<string, unknown>>): readonly Violation[];
  /** The configuration of defaults (of the middle in the unit cube where none is declared). */
  defaults(): Configuration;
}

/**
 * Compiles a definition.
 * @throws SuiteError of code 'user', its `key` the path inside the definition, on contradictory or senseless definitions.
 */
export declare function createSearchSpace(definition: SpaceDefinition): SearchSpace;
