import { userError } from '../core/errors.js';
import { canonical } from '../core/json.js';
import type { StudyBenchmark } from '../log/study.js';
import type { ComparedBenchmark, ComparedClock, ComparedObjective, ComparedOptimizer, Note } from './comparison.js';
import { normaliserOf } from './normaliser.js';
import { exactMetricOf, testMetricOf } from './run-history.js';
import type { Study } from './studies.js';

/** The optimizers of the studies, in their order. */
export function comparedOptimizers(studies: readonly Study[]): ComparedOptimizer[] {
  const found = new Map<string, ComparedOptimizer>();
  for (const { file, recipe, labels } of studies) {
    for (const { name, label } of recipe.optimizers) {
      const own = labels.get(label) ?? label;
      const { source = '', fidelities = 'none' } = file.optimizers[name] ?? {};
      if (!found.has(own)) found.set(own, { label: own, name, source, fidelities });
    }
  }
  return [...found.values()];
}

/**
 * The benchmarks of the studies, in their order.
 * @throws SuiteError of code 'user' where studies differ in a benchmark's objectives: there is nothing to compare
 */
export function comparedBenchmarks(studies: readonly Study[]): ComparedBenchmark[] {
  const found = new Map<string, ComparedBenchmark>();
  for (const study of studies) {
    for (const benchmark of benchmarksOf(study)) {
      const before = found.get(benchmark.name);
      if (before !== undefined) refuseOtherObjectives(before, benchmark, study.folder);
      found.set(benchmark.name, before === undefined ? benchmark : withSmallerBudget(before, benchmark));
    }
  }
  return [...found.values()];
}

function benchmarksOf({ file, recipe }: Study): ComparedBenchmark[] {
  return recipe.benchmarks.flatMap(({ family, instances, objectives }) =>
    instances.flatMap((instance): ComparedBenchmark[] => {
      const name = `${family}.${instance}`;
      const benchmark = file.benchmarks[name];
      if (benchmark === undefined) return [];
      const { level, clock, fidelities } = benchmark;
      const compared = objectives.map((objective) => comparedObjective(benchmark, objective));
      const oneLevel = fidelities.every((axis) => axis.lower === axis.upper);
      return [{ name, family, instance, level, clock, oneLevel, objectives: compared, ...budgetOf(recipe.budget) }];
    }),
  );
}

function comparedObjective(benchmark: StudyBenchmark, name: string): ComparedObjective {
  const { metrics } = benchmark;
  const metric = metrics[name];
  const test = testMetricOf(benchmark, name);
  const exact = exactMetricOf(benchmark, name);
  // What the exact metric does not declare of its scale holds for both.
  const judging = exact === undefined ? metric : metric && { ...metric, ...metrics[exact] };
  return {
    name,
    direction: metric?.direction ?? 'minimize',
    unit: metric?.unit ?? null,
    exact: exact ?? null,
    test: test === undefined ? null : { name: test, direction: metrics[test]?.direction ?? 'minimize' },
    normaliser: judging === undefined ? null : normaliserOf(judging),
  };
}

const BUDGETS: readonly ComparedClock[] = ['seconds', 'fullEvaluations', 'evaluations'];

function budgetOf(budget: Study['recipe']['budget']): Pick<ComparedBenchmark, 'budgetClock' | 'budget'> {
  const budgetClock = BUDGETS.find((clock) => budget[clock] !== undefined) ?? 'evaluations';
  return { budgetClock, budget: budget[budgetClock] ?? 1 };
}

function refuseOtherObjectives(before: ComparedBenchmark, now: ComparedBenchmark, folder: string): void {
  const names = (benchmark: ComparedBenchmark): string => benchmark.objectives.map(({ name }) => name).join(', ');
  if (names(before) !== names(now)) {
    throw userError(`${now.name} has the objectives ${names(now)} here, and ${names(before)} in another study`, {
      file: folder,
      mend: 'Compare studies of the same objectives.',
    });
  }
  if (before.budgetClock !== now.budgetClock) {
    throw userError(
      `${now.name} has a budget of ${now.budgetClock} here, and of ${before.budgetClock} in another study`,
      {
        file: folder,
        mend: 'Compare studies whose budgets are on the same clock.',
      },
    );
  }
}

function withSmallerBudget(before: ComparedBenchmark, now: ComparedBenchmark): ComparedBenchmark {
  return now.budget < before.budget ? { ...before, budget: now.budget } : before;
}

/** Where studies of one benchmark differ in what should be equal. */
export function notesOnDifferences(studies: readonly Study[]): Note[] {
  const notes: Note[] = [];
  for (const name of new Set(studies.flatMap(({ file }) => Object.keys(file.benchmarks)))) {
    const having = studies.filter(({ file }) => file.benchmarks[name] !== undefined);
    const different = (of: (study: Study) => unknown): boolean =>
      new Set(having.map((study) => canonical(of(study)))).size > 1;
    const note = (message: string): void => void notes.push({ benchmark: name, optimizer: null, message });
    const family = name.slice(0, name.indexOf('.'));
    if (different(({ file }) => file.families[family]?.source ?? null)) {
      note('The studies ran different versions of this family: their numbers may not be comparable.');
    }
    if (different(({ recipe }) => recipe.budget)) {
      note('The studies have unequal budgets: all are compared up to the smallest.');
    }
    if (different(({ file }) => file.benchmarks[name]?.metrics ?? null)) {
      note('The studies declare different metrics, bounds or optima; those of the first are used.');
    }
  }
  return notes;
}
