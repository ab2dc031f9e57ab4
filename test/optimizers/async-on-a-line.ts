import { expect } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { compileSchema } from '../../src/core/schema.js';
import type { JsonObject } from '../../src/core/types.js';
import asha from '../../src/optimizers/asha.js';
import type { Optimizer, OptimizerDefinition, Problem } from '../../src/optimizers/optimizer.js';
import type { Drive, Event } from './drive.js';
import { EPOCHS, problemFor, PROBLEMS, type ProblemSource } from './problems.js';

/** One parameter x in [0, 1], and epochs from 1 to `upper`. */
export function lineTo(upper: number): ProblemSource {
  return { ...PROBLEMS['one level'], fidelities: [{ ...EPOCHS, upper }] };
}

export interface Made {
  readonly source?: ProblemSource;
  readonly definition?: OptimizerDefinition;
  readonly seed?: string | number;
  readonly problem?: Partial<Problem>;
}

export function create(given: JsonObject = {}, made: Made = {}): Optimizer {
  const { source = lineTo(9), definition = asha, seed = 0 } = made;
  const options = structuredClone(given);
  expect(compileSchema(definition.options).fill(options)).toEqual([]);
  return definition.create(problemFor(definition, source, made.problem), options, createRng(seed));
}

/** The i-th new trial has the i-th of these losses at every level. */
export function lossesByTrial(losses: readonly number[]): Drive['evaluate'] {
  return ({ trial }) => {
    const loss = losses[trial] as number;
    return { outcome: { status: 'completed', cost: 1, metrics: { error: loss } }, objectives: [loss] };
  };
}

/** `0@1 1@1`: trial and level, in the order in which they were asked. */
export function trace(events: readonly Event[]): string {
  return events
    .flatMap((event) =>
      event.kind === 'ask' && event.answer.kind === 'suggest'
        ? [`${event.answer.suggestion.trial}@${event.answer.suggestion.fidelity['epochs']}`]
        : [],
    )
    .join(' ');
}
