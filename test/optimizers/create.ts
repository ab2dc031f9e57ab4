import { createRng } from '../../src/core/rng.js';
import { compileSchema } from '../../src/core/schema.js';
import type { JsonObject } from '../../src/core/types.js';
import type { Optimizer, OptimizerDefinition, Problem } from '../../src/optimizers/optimizer.js';

/** An optimizer whose other options are its schema's defaults. */
export function create<Options extends JsonObject>(
  definition: OptimizerDefinition<Options>,
  problem: Problem,
  given: JsonObject = {},
  seed: string | number = 0,
): Optimizer {
  return definition.create(problem, optionsOf(definition, given), createRng(seed));
}

/** The options that a schema makes of those given. */
export function optionsOf<Options extends JsonObject>(
  definition: OptimizerDefinition<Options>,
  given: JsonObject,
): Options {
  const options = structuredClone(given);
  const complaints = compileSchema(definition.options).fill(options);
  if (complaints.length > 0) throw new Error(`${definition.name} has no such options: ${JSON.stringify(complaints)}`);
  return options as Options;
}
