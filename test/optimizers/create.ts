import { expect } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { compileSchema } from '../../src/core/schema.js';
import type { JsonObject } from '../../src/core/types.js';
import type { Optimizer, OptimizerDefinition, Problem } from '../../src/optimizers/optimizer.js';

/** An optimizer whose other options are its schema's defaults. */
export function create(
  definition: OptimizerDefinition,
  problem: Problem,
  given: JsonObject = {},
  seed: string | number = 0,
): Optimizer {
  const options = structuredClone(given);
  expect(compileSchema(definition.options).fill(options)).toEqual([]);
  return definition.create(problem, options, createRng(seed));
}
