import type { JsonObject } from '../../src/core/types.js';
import { createFidelitySpace, type FidelityParameter } from '../../src/fidelity/space.js';
import dehb from '../../src/optimizers/dehb.js';
import type { Problem } from '../../src/optimizers/optimizer.js';
import { createSearchSpace } from '../../src/space/space.js';
import { create } from './create.js';
import { drive, type Drive, type Event } from './drive.js';
import { EPOCHS } from './problems.js';

/** Four floats; levels lower..upper. */
export function cube(upper: number, more: Partial<FidelityParameter> = {}): Problem {
  const parameters = Array.from({ length: 4 }, (_, i) => ({
    name: `x${i}`,
    type: 'float' as const,
    lower: 0,
    upper: 1,
  }));
  return {
    space: createSearchSpace({ parameters }),
    fidelities: createFidelitySpace([{ ...EPOCHS, upper, ...more }]),
    objectives: [{ name: 'error' }],
    features: [],
    constraints: [],
    budget: { evaluations: 1000 },
    workers: 1,
  };
}

/** The loss of each evaluation is a number of its own, whatever was asked. */
export const scrambled: Drive['evaluate'] = (_, evaluation) => {
  const error = ((evaluation + 1) * 7919) % 10_007;
  return { outcome: { status: 'completed', cost: 1, metrics: { error } }, objectives: [error] };
};
export function run(problem: Problem, options: JsonObject = {}, more: Partial<Drive> = {}): Event[] {
  return drive(create(dehb, problem, options), { workers: 1, evaluations: 400, evaluate: scrambled, ...more });
}
