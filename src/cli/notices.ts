import type { RunPlan } from '../runner/plan.js';

/** Instances that a line names before it counts. */
const NAMED = 5;

/**
 * What runs optimise that is not to be trusted: one line a family and metric, with the reason where all its instances have the same.
 * Where each has its own, the line names instances, and `hport describe` has the reasons.
 */
export function noticesOf(runs: readonly Pick<RunPlan, 'family' | 'descriptor' | 'problem'>[]): readonly string[] {
  const found = new Map<string, Map<string, string>>();
  for (const { family, descriptor, problem } of runs) {
    for (const { name } of problem.objectives) {
      const notice = descriptor.metrics[name]?.notice;
      if (notice === undefined) continue;
      const key = `${name} of ${family}`;
      found.set(key, (found.get(key) ?? new Map<string, string>()).set(descriptor.instance, notice));
    }
  }
  return [...found].map(([metric, notices]) => `notice: ${metric}: ${reason(notices)}`);
}

function reason(notices: ReadonlyMap<string, string>): string {
  const [first, ...others] = new Set(notices.values());
  if (first !== undefined && others.length === 0) return first;
  const names = [...notices.keys()];
  const more = names.length - NAMED;
  const listed = more <= 0 ? names.join(', ') : `${names.slice(0, NAMED).join(', ')} and ${more} more`;
  return `not to be trusted on ${listed}: hport describe says why, and instances: sound leaves them out.`;
}
