import { userError } from '../../core/errors.js';
import { canonical } from '../../core/json.js';
import { createRng } from '../../core/rng.js';
import { compileSchema } from '../../core/schema.js';
import type { Configuration, JsonObject } from '../../core/types.js';
import { createFidelitySpace } from '../../fidelity/space.js';
import type { Optimizer } from '../../optimizers/optimizer.js';
import { loadOptimizer } from '../../optimizers/registry.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import { createSearchSpace } from '../../space/space.js';

/** Which configurations a table has: those that an optimizer that learns nothing asks for. */
export type Design =
  | { readonly kind: 'grid'; /** Values of each float and integer. */ readonly resolution?: number }
  | { readonly kind: 'sobol'; /** Configurations. */ readonly size: number };

/** @throws SuiteError of code 'user' for a text that is neither `grid`, `grid:RESOLUTION` nor `sobol:SIZE` */
export function parseDesign(text: string): Design {
  const [kind, amount, ...rest] = text.split(':');
  const whole = Number(amount);
  const counted = rest.length === 0 && /^\d+$/.test(amount ?? '') && whole >= 1 && whole <= MOST;
  if (kind === 'grid' && amount === undefined) return { kind };
  if (kind === 'grid' && counted) return { kind, resolution: whole };
  if (kind === 'sobol' && counted) return { kind, size: whole };
  throw userError(`"${text}" is no design`, {
    key: 'design',
    mend: `Write grid, grid:RESOLUTION (values of each float and integer) or sobol:SIZE (configurations, up to ${MOST}).`,
  });
}

/** Configurations of a table at most: of each of the floats of a space, ten values are soon more than can be measured. */
const MOST = 100_000;

/**
 * The configurations of a design in an instance's space, each once: the same for the same space, whatever the instance.
 * @throws SuiteError of code 'user' where there are too many, or not so many
 */
export async function designConfigurations(design: Design, descriptor: Descriptor): Promise<readonly Configuration[]> {
  const optimizer = await optimizerOf(design, descriptor);
  const most = design.kind === 'sobol' ? design.size : Infinity;
  const found = new Map<string, Configuration>();
  for (let asked = 0; found.size < most; asked++) {
    if (design.kind === 'sobol' && asked >= TRIES * design.size) throw tooFew(design.size, found.size);
    const ask = await optimizer.ask({ spent: 0, free: 1 });
    if (ask.kind !== 'suggest') break;
    if (found.size === MOST) throw tooMany();
    found.set(canonical(ask.suggestion.configuration), ask.suggestion.configuration);
  }
  return [...found.values()];
}

/** Points of a sequence for each configuration that is wanted; a small space gives the same ones again and again. */
const TRIES = 100;

async function optimizerOf(design: Design, { space, fidelities }: Descriptor): Promise<Optimizer> {
  const definition = await loadOptimizer(design.kind);
  const options = { ...optionsOf(design) };
  compileSchema(definition.options).fill(options);
  const problem = {
    space: createSearchSpace(space),
    fidelities: createFidelitySpace(fidelities),
    ...{ objectives: [], features: [], constraints: [], budget: {}, workers: 1 },
  };
  // A label of its own: a study with the same method and seed does not meet the rows one by one.
  return definition.create(problem, options, createRng('tabulate', 0));
}

function optionsOf(design: Design): JsonObject {
  if (design.kind === 'sobol') return {};
  return { order: 'lexicographic', ...(design.resolution !== undefined && { resolution: design.resolution }) };
}

function tooMany(): Error {
  return userError(`the grid has more than ${MOST} configurations`, {
    key: 'design',
    mend: 'Lower its resolution, as in grid:3, or take sobol:SIZE.',
  });
}

function tooFew(size: number, found: number): Error {
  return userError(`there are not ${size} configurations in ${TRIES * size} points of the sequence, but ${found}`, {
    key: 'design',
    mend: 'Take fewer, or the design grid, which has all of a small space.',
  });
}
