import type { FidelityParameter } from '../fidelity/space.js';
import { loadOptimizer } from '../optimizers/registry.js';
import type { Plan, RunPlan } from './plan.js';
import type { Recipe } from './recipe.js';

/** The most that a run can take; a bound is absent where nothing bounds it. */
export interface Bounds {
  readonly evaluations?: number;
  /** On the run's clock. */
  readonly seconds?: number;
}

export interface WorstCase {
  /** One a run, in the order of the plan. */
  readonly runs: readonly Bounds[];
  /** Sums over all runs. */
  readonly total: Bounds;
}

/**
 * What a study can cost at most. Seconds: the budget in seconds, or one evaluation after the other, each up to its deadline,
 * whichever is less.
 */
export async function worstCase({ recipe, runs }: Plan): Promise<WorstCase> {
  const bounds = await Promise.all(runs.map((run) => runBounds(recipe, run)));
  const evaluations = total(bounds.map((each) => each.evaluations));
  const seconds = total(bounds.map((each) => each.seconds));
  return { runs: bounds, total: bound(evaluations, seconds) };
}

async function runBounds(recipe: Recipe, { problem, optimizer }: RunPlan): Promise<Bounds> {
  const { evaluations = Infinity, fullEvaluations = Infinity, seconds = Infinity } = recipe.budget;
  const { supports } = await loadOptimizer(optimizer);
  const { parameters } = problem.fidelities;
  const least = supports.fidelities === 'none' ? 1 : leastCharge(parameters, recipe.accounting === 'resume');
  const most = Math.min(evaluations, Math.floor((fullEvaluations / least) * (1 + 1e-9)));
  const overhead = typeof recipe.overhead === 'object' ? recipe.overhead.fixed : 0;
  return bound(most, Math.min(seconds, most * ((recipe.deadline ?? Infinity) + overhead)));
}

/** The least part of a full evaluation that one evaluation can be charged; 0 when there is no least one. */
function leastCharge(parameters: readonly FidelityParameter[], resume: boolean): number {
  const axes = parameters.filter(({ cost }) => cost !== 'none');
  return axes.reduce(
    (least, axis) => (least * (resume && axis.continuation ? leastStep(axis) : axis.lower)) / axis.upper,
    1,
  );
}

/** A continued evaluation is charged the step from the level below. */
function leastStep({ type, lower, levels }: FidelityParameter): number {
  if (levels !== undefined) {
    return Math.min(lower, ...levels.slice(1).map((level, index) => level - (levels[index] ?? 0)));
  }
  return type === 'integer' ? Math.min(lower, 1) : 0;
}

function total(bounds: readonly (number | undefined)[]): number {
  return bounds.reduce<number>((sum, value) => sum + (value ?? Infinity), 0);
}

function bound(evaluations: number, seconds: number): Bounds {
  return {
    ...(Number.isFinite(evaluations) && { evaluations }),
    ...(Number.isFinite(seconds) && { seconds }),
  };
}
