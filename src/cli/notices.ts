import type { RunPlan } from '../runner/plan.js';

/** What runs optimise that is not to be trusted, with the reason its family gives: one line a family and metric. */
export function noticesOf(runs: readonly Pick<RunPlan, 'family' | 'descriptor' | 'problem'>[]): readonly string[] {
  const lines = runs.flatMap(({ family, descriptor, problem }) =>
    problem.objectives.flatMap(({ name }) => {
      const notice = descriptor.metrics[name]?.notice;
      return notice === undefined ? [] : [`notice: ${name} of ${family}: ${notice}`];
    }),
  );
  return [...new Set(lines)];
}
