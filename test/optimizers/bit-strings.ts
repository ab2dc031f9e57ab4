import { createRng } from '../../src/core/rng.js';
import type { JsonObject } from '../../src/core/types.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';
import agingEvolution from '../../src/optimizers/aging-evolution.js';
import type { Ask, Problem } from '../../src/optimizers/optimizer.js';
import { createSearchSpace } from '../../src/space/space.js';
import { create } from './create.js';

/** The toy problem of regularized evolution: the accuracy of a string of D bits is its share of ones. */
export interface BitStrings {
  readonly bits: number;
  /** Standard deviation of an observed accuracy, which is clipped to [0, 1]. */
  readonly noise: number;
  /** Evaluations, the first population's among them. */
  readonly cycles: number;
}

/**
 * Mean true accuracy of the final population over 40 runs (specs/nas-systems.md, section 6): aging wins where evaluations are
 * noisy, and loses where they are not.
 *
 * *Deviates:* the specification has the last row under 200 bits, which cannot be: there an independent simulation gives 0.68
 * and 0.58, as this does, and the published numbers at 100 bits.
 */
export const PUBLISHED: readonly (BitStrings & { readonly oldest: number; readonly worst: number })[] = [
  { bits: 100, noise: 0.01, cycles: 1000, oldest: 0.87, worst: 0.869 },
  { bits: 100, noise: 0.01, cycles: 5000, oldest: 0.953, worst: 0.984 },
  { bits: 100, noise: 0.05, cycles: 5000, oldest: 0.844, worst: 0.732 },
  { bits: 200, noise: 0.02, cycles: 10_000, oldest: 0.876, worst: 0.785 },
  { bits: 100, noise: 0.1, cycles: 10_000, oldest: 0.767, worst: 0.641 },
];

/** Members of a population. */
const P = 100;
const SAMPLE = 10;

/** Mean true accuracy of the population of aging evolution, or of the same that removes the worst, after so many cycles. */
export function finalAccuracy({ bits, noise, cycles }: BitStrings, removal: 'oldest' | 'worst', seed: number): number {
  const options: JsonObject = { populationSize: P, sampleSize: SAMPLE, removal };
  const optimizer = create(agingEvolution, problemOf(bits), options, `bit strings ${seed}`);
  const luck = createRng('noise', seed);
  let population: { readonly truth: number; readonly observed: number }[] = [];
  for (let evaluation = 0; evaluation < cycles; evaluation++) {
    const { suggestion } = optimizer.ask({ spent: 0, free: 1 }) as Extract<Ask, { kind: 'suggest' }>;
    let ones = 0;
    for (const name in suggestion.configuration) ones += suggestion.configuration[name] as number;
    const truth = ones / bits;
    const observed = Math.min(1, Math.max(0, truth + noise * luck.normal()));
    population.push({ truth, observed });
    if (population.length > P) population = without(population, removal);
    const outcome = { status: 'completed', cost: 1, metrics: { observed } } as const;
    void optimizer.tell({ evaluation, suggestion, outcome, objectives: [-observed] });
  }
  return population.reduce((sum, { truth }) => sum + truth, 0) / population.length;
}

function problemOf(bits: number): Problem {
  const parameters = Array.from({ length: bits }, (_, i) => ({
    name: `bit_${i}`,
    type: 'categorical' as const,
    choices: [0, 1],
  }));
  return {
    space: createSearchSpace({ parameters }),
    fidelities: createFidelitySpace([]),
    objectives: [{ name: 'error' }],
    features: [],
    constraints: [],
    budget: { evaluations: 1 },
    workers: 1,
  };
}

/** What the optimizer is to do, done once more: its population is not to be seen from outside. */
function without<Member extends { readonly observed: number }>(members: Member[], removal: string): Member[] {
  const lowest = Math.min(...members.map(({ observed }) => observed));
  const leaver = removal === 'oldest' ? 0 : members.findIndex(({ observed }) => observed === lowest);
  return members.filter((_, index) => index !== leaver);
}
