import { userError } from '../core/errors.js';
import type { Rng } from '../core/rng.js';
import type { Violation } from '../core/schema.js';
import type { Configuration } from '../core/types.js';
import { checker } from './check.js';
import { compileSpace, type CompiledSpace } from './compile.js';
import { checkDefinition } from './definition.js';
import { decoder, encoder } from './encode.js';
import { mutator } from './mutate.js';
import { neighbourhood, type NeighbourOptions } from './neighbours.js';
import type { Parameter, SpaceDefinition } from './parameter.js';
import { sampler } from './sample.js';
import { describeClause } from './words.js';

/** A compiled search space. All vectors are of length `dimensions`, one entry a non-constant parameter in declaration order. */
export interface SearchSpace {
  readonly definition: SpaceDefinition;
  /** All parameters in declaration order, constants included. */
  readonly parameters: readonly Parameter[];
  /** The non-constant parameters: the axes of the unit cube. */
  readonly axes: readonly Parameter[];
  readonly dimensions: number;
  /**
   * A legal configuration: parents first, children only when active, forbidden ones drawn again.
   * @throws SuiteError of code 'user' when 10,000 draws in a row are forbidden.
   */
  sample(rng: Rng): Configuration;
  /** Canonical unit encoding, entries in [0, 1]; NaN where the parameter is inactive. Writes into `into` if given. */
  encode(configuration: Configuration, into?: Float64Array): Float64Array;
  /**
   * Inverse of `encode` on [0, 1]^d (clipped). An inactive parameter is left out whatever its code; an active one whose code is
   * NaN takes its default. The result is complete, but may be forbidden: ask `check`.
   */
  decode(vector: ArrayLike<number>): Configuration;
  /**
   * Legal configurations that differ in one active parameter (and the children it switches): every other choice, the adjacent
   * levels, 4 draws of a normal around a number's unit code. No duplicates, never the configuration itself.
   */
  neighbours(configuration: Configuration, rng: Rng, options?: NeighbourOptions): Configuration[];
  /**
   * A legal configuration that differs in one active parameter (and the children it switches), drawn at random: every other
   * choice or level is equally likely, a number is drawn from the prior. Undefined if none is found.
   */
  mutate(configuration: Configuration, rng: Rng): Configuration | undefined;
  /** Everything that is wrong with a would-be configuration; empty when it is legal. */
  check(configuration: Readonly<Record<string, unknown>>): readonly Violation[];
  /** The configuration of defaults (of the middle in the unit cube where none is declared). */
  defaults(): Configuration;
}

/**
 * Compiles a definition: all methods run over closures and loops that are made once.
 * @throws SuiteError of code 'user', its `key` the path inside the definition, on contradictory or senseless definitions.
 */
export function createSearchSpace(definition: SpaceDefinition): SearchSpace {
  checkDefinition(definition);
  const space = compileSpace(definition);
  const decode = decoder(space);
  // All codes unknown: every active parameter takes its default.
  const unknown = new Float64Array(space.axes.length).fill(NaN);
  refuseForbiddenDefaults(space, decode(unknown));
  return {
    definition,
    parameters: definition.parameters,
    axes: space.axes.map(({ parameter }) => parameter),
    dimensions: space.axes.length,
    sample: sampler(space),
    encode: encoder(space),
    decode,
    neighbours: neighbourhood(space),
    mutate: mutator(space),
    check: checker(space),
    defaults: () => decode(unknown),
  };
}

function refuseForbiddenDefaults({ forbidden }: CompiledSpace, defaults: Configuration): void {
  const index = forbidden.findIndex(({ holds }) => holds(defaults));
  const broken = forbidden[index];
  if (broken === undefined) return;
  throw userError(`the configuration of defaults is forbidden: ${describeClause(broken.clause)}`, {
    key: `forbidden[${index}]`,
    mend: 'Give one of these parameters another default.',
  });
}
