import type { PlanWarning } from '../runner/plan.js';

/** Benchmarks that a line names before it counts. */
const NAMED = 3;

/** A line a warning: `warning: hyperband on counting-ones.d8: ...`. What is the same on several benchmarks is said once. */
export function warningLines(warnings: readonly PlanWarning[]): readonly string[] {
  const groups = new Map<string, PlanWarning[]>();
  for (const warning of warnings) {
    const key = JSON.stringify([warning.optimizer, warning.message]);
    groups.set(key, [...(groups.get(key) ?? []), warning]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { optimizer, message } = first;
    return [
      optimizer === undefined ? `warning: ${message}` : `warning: ${optimizer} on ${benchmarks(group)}: ${message}`,
    ];
  });
}

function benchmarks(group: readonly PlanWarning[]): string {
  const names = group.flatMap(({ benchmark }) => benchmark ?? []);
  const more = names.length - NAMED;
  return more <= 0 ? names.join(', ') : `${names.slice(0, NAMED).join(', ')} and ${more} more`;
}
