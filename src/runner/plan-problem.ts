import { createFidelitySpace } from '../fidelity/space.js';
import type { MetricReference, Problem } from '../optimizers/optimizer.js';
import type { Descriptor } from '../protocol/descriptor.js';
import { createSearchSpace } from '../space/space.js';
import type { Recipe, RecipeBenchmark } from './recipe.js';

/** What the optimizers of a recipe get to know of one of its benchmarks. */
export function createProblem(recipe: Recipe, benchmark: RecipeBenchmark, descriptor: Descriptor): Problem {
  return {
    space: createSearchSpace(descriptor.space),
    fidelities: createFidelitySpace(descriptor.fidelities),
    objectives: benchmark.objectives.map((name) => minimised(descriptor, name)),
    features: benchmark.features.map((name) => reference(descriptor, name)),
    constraints: benchmark.constraints.map((name) => reference(descriptor, name)),
    budget: recipe.budget,
    workers: recipe.workers.count,
  };
}

/** Optimizers minimise: the bounds of a maximised metric change their signs and their places. */
function minimised(descriptor: Descriptor, name: string): MetricReference {
  const bounds = reference(descriptor, name);
  if (descriptor.metrics[name]?.direction !== 'maximize') return bounds;
  const { lower, upper } = bounds;
  return { name, ...(upper !== undefined && { lower: -upper }), ...(lower !== undefined && { upper: -lower }) };
}

function reference(descriptor: Descriptor, name: string): MetricReference {
  const { lower, upper } = descriptor.metrics[name] ?? {};
  return { name, ...(lower !== undefined && { lower }), ...(upper !== undefined && { upper }) };
}
