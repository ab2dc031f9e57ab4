import { planRecipe, type RunPlan } from '../../src/runner/plan.js';
import type { RunResult } from '../../src/runner/summary.js';
import { recipeText, write } from '../runner/recipe-fixture.js';

/** The runs of the sound recipe with some lines written otherwise. */
export async function runsOf(changes: Readonly<Record<string, string>>): Promise<readonly RunPlan[]> {
  return (await planRecipe(await write(recipeText(changes)))).runs;
}

/** A run that has completed, its incumbent with these metrics (none: no incumbent). */
export function resultOf(
  run: RunPlan,
  metrics: Readonly<Record<string, number>> | undefined,
  more: Partial<RunResult> = {},
): RunResult {
  const incumbent = metrics && { evaluation: 0, trial: 0, configuration: {}, fidelity: {}, metrics, at: 1 };
  return {
    run,
    state: 'completed',
    evaluations: 10,
    failures: 0,
    spent: 1,
    clock: 90,
    clocks: { run: 90, optimizer: 0.5, benchmark: 2 },
    ...(incumbent !== undefined && { incumbent }),
    ...more,
  };
}
