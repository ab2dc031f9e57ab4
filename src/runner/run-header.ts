import { suiteVersion } from '../core/package.js';
import type { Started } from '../log/records.js';
import type { Descriptor } from '../protocol/descriptor.js';
import type { Family } from './families.js';
import type { RunPlan } from './plan.js';
import type { Recipe } from './recipe.js';
import type { RunRules } from './run-state.js';

/** First line of a run's log. */
export function startedRecord(recipe: Recipe, run: RunPlan, family: Family, rules: RunRules): Started {
  const { problem, descriptor } = run;
  const names = (metrics: readonly { readonly name: string }[]): readonly string[] =>
    metrics.map((metric) => metric.name);
  return {
    record: 'started',
    format: 1,
    suite: suiteVersion(),
    study: recipe.study,
    run: run.id,
    benchmark: {
      family: run.family,
      instance: run.instance,
      version: descriptor.version,
      source: family.source,
      ...sumsOf(descriptor),
    },
    objectives: names(problem.objectives),
    features: names(problem.features),
    constraints: names(problem.constraints),
    optimizer: { name: run.optimizer, label: run.label, options: run.options },
    seed: run.seed,
    budget: { ...problem.budget },
    workers: rules.workers,
    clock: rules.clock,
    accounting: rules.accounting,
    overhead: rules.overhead,
    ...(rules.deadline === undefined ? undefined : { deadline: rules.deadline }),
  };
}

function sumsOf({ data }: Descriptor): Pick<Started['benchmark'], 'data'> {
  if (data === undefined) return {};
  return { data: Object.fromEntries(Object.entries(data).map(([name, { sha256 }]) => [name, sha256])) };
}
