import { expect } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { compileSchema, type Schema } from '../../src/core/schema.js';
import type { JsonObject, Suggestion } from '../../src/core/types.js';
import hyperband from '../../src/optimizers/hyperband.js';
import type { Ask, Optimizer } from '../../src/optimizers/optimizer.js';
import type { HyperbandOptions } from '../../src/optimizers/parts/hyperband-plan.js';
import { drive, suggestionsOf, type Drive } from './drive.js';
import { EPOCHS, problemFor, PROBLEMS, type ProblemSource } from './problems.js';

export const LINE: ProblemSource = { ...PROBLEMS['one level'], fidelities: [{ ...EPOCHS, upper: 81 }] };
export const LINE_9: ProblemSource = { ...LINE, fidelities: [{ ...EPOCHS, upper: 9 }] };

export const OPTIONS: Schema = compileSchema(hyperband.options);

/** Of one-dimensional problems: the loss is x, whatever the fidelity. */
export const lossIsX: Drive['evaluate'] = ({ configuration }) => {
  const x = configuration['x'] as number;
  return { outcome: { status: 'completed', cost: 1, metrics: { error: x } }, objectives: [x] };
};
export const failing: Drive['evaluate'] = () => ({
  outcome: { status: 'failed', cost: 1, code: 'objective-failed', message: 'made to fail' },
  objectives: [],
});

export function create(source: ProblemSource, given: JsonObject = {}, seed: string | number = 0): Optimizer {
  const options = structuredClone(given);
  expect(OPTIONS.fill(options)).toEqual([]);
  return hyperband.create(problemFor(hyperband, source), options as HyperbandOptions, createRng(seed));
}

export function sweep(source: ProblemSource, given: JsonObject = {}, more: Partial<Drive> = {}): Suggestion[] {
  const optimizer = create(source, { cycles: 1, ...given });
  return suggestionsOf(drive(optimizer, { workers: 1, evaluations: 1e4, evaluate: lossIsX, ...more }));
}

export function perLevel(suggestions: readonly Suggestion[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { fidelity } of suggestions) {
    const level = String(fidelity['epochs']);
    counts[level] = (counts[level] ?? 0) + 1;
  }
  return counts;
}

export function suggestion(ask: Ask | Promise<Ask>): Suggestion {
  return (ask as Extract<Ask, { kind: 'suggest' }>).suggestion;
}
