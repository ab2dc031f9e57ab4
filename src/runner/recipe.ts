import type { Violation } from '../core/schema.js';
import type { JsonObject } from '../core/types.js';
import type { Budget } from '../optimizers/optimizer.js';
import { refuseDuplicates, resolveBenchmark } from './recipe-benchmarks.js';
import { resolveEngine } from './recipe-engine.js';
import { refuseSameLabels, resolveOptimizer } from './recipe-optimizers.js';
import {
  RECIPE_HINTS,
  RECIPE_SCHEMA,
  type BenchmarkSource,
  type OptimizerSource,
  type RecipeSource,
} from './recipe-schema.js';
import { resolveBudget, resolveSeeds, resolveWorkers } from './recipe-values.js';
import { readYamlFile, type Path } from './yaml-file.js';
import { createComplaints, mistakesError, withHints, type Complain } from './yaml-file-mistakes.js';

/** A study in YAML, checked, with every default filled in. */
export interface Recipe {
  /** Name of the study and of its folder. */
  readonly study: string;
  readonly benchmarks: readonly RecipeBenchmark[];
  readonly optimizers: readonly RecipeOptimizer[];
  readonly seeds: readonly number[];
  /** Of each run: whichever is used up first ends it. */
  readonly budget: Budget;
  readonly workers: Workers;
  readonly engine: string;
  /** Runs side by side. On a measured clock they would disturb each other's seconds, so the default is 1. */
  readonly concurrency: number;
  /** Seconds that one evaluation may take on the run's clock. */
  readonly deadline?: number;
  /** How often an evaluation is tried again after an infrastructure failure. Default 2. */
  readonly retries: number;
  /** An optimizer that cannot take a benchmark: a mistake of the recipe, or left out and told. Default `refuse`. */
  readonly impossible: 'refuse' | 'skip';
  /** What a continued evaluation costs on a recorded clock: only the difference, or all of it. Default `resume`. */
  readonly accounting: 'resume' | 'restart';
  /** What the optimizer's own time costs on the virtual clock. Default `zero`. */
  readonly overhead: 'zero' | 'measured' | { readonly fixed: number };
}

export interface RecipeBenchmark {
  readonly family: string;
  readonly instances: readonly string[];
  /** Metric names; the family's first objective by default. */
  readonly objectives: readonly string[];
  readonly features: readonly string[];
  readonly constraints: readonly string[];
}

export interface RecipeOptimizer {
  readonly name: string;
  /** Tells apart two entries of one optimizer; the name by default. */
  readonly label: string;
  /** With every default filled in. */
  readonly options: JsonObject;
}

/** Of each run: `count` evaluations at once, each in a worker of this size. */
export interface Workers {
  readonly count: number;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly pids: number;
  readonly gpus: number;
  /** The devices that may be used, if not all that the machine has. */
  readonly gpuIds?: readonly string[];
}

/** What the command line may overrule. */
export interface RecipeOverrides {
  readonly engine?: string;
}

/**
 * Reads a recipe and fills in every default.
 * @throws SuiteError of code 'user' that names file, line, key, value and mend of everything that is wrong.
 */
export async function readRecipe(file: string, overrides: RecipeOverrides = {}): Promise<Recipe> {
  const yaml = await readYamlFile(file);
  const violations = RECIPE_SCHEMA.check(yaml.value);
  const { mistakes, complain } = createComplaints();
  const recipe = await resolveRecipe(soundParts(yaml.value, violations), overrides, complain);
  const all = [...withHints(violations, RECIPE_HINTS), ...mistakes];
  if (all.length > 0 || recipe === undefined) throw mistakesError(all, yaml);
  return recipe;
}

/** A recipe without what does not fit the schema. */
type SoundParts = Partial<Omit<RecipeSource, 'benchmarks' | 'optimizers'>> & {
  readonly benchmarks?: readonly (BenchmarkSource | undefined)[];
  readonly optimizers?: readonly (OptimizerSource | undefined)[];
};

/** The parts that fit the schema are worth a closer look, whatever is wrong with the others. */
function soundParts(value: unknown, violations: readonly Violation[]): SoundParts {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const parts = new Map<string, unknown>(Object.entries(value));
  for (const { path } of violations) {
    const [key, index] = path;
    const part = parts.get(String(key));
    if (Array.isArray(part) && typeof index === 'number' && key !== 'seeds')
      parts.set(String(key), part.with(index, undefined));
    else parts.delete(String(key));
  }
  return Object.fromEntries(parts);
}

/** The recipe, or `undefined` when a part of it is missing; every part that is there is checked. */
async function resolveRecipe(
  parts: SoundParts,
  overrides: RecipeOverrides,
  complain: Complain,
): Promise<Recipe | undefined> {
  const found = await resolveEach(parts.benchmarks ?? [], 'benchmarks', resolveBenchmark, complain);
  const benchmarks = found.map((entry) => entry?.benchmark);
  refuseDuplicates(benchmarks, complain);
  const optimizers = await resolveEach(parts.optimizers ?? [], 'optimizers', resolveOptimizer, complain);
  refuseSameLabels(optimizers, complain);
  const seeds = parts.seeds && resolveSeeds(parts.seeds, complain);
  const budget = parts.budget && resolveBudget(parts.budget, complain);
  const workers = resolveWorkers(parts.workers ?? {}, complain);
  const families = found.flatMap((entry) => entry?.family ?? []);
  const { deadline } = parts;
  const choice = { asked: overrides.engine, written: parts.engine, families, workers, deadline };
  const engine = await resolveEngine(choice, complain);
  if (parts.study === undefined || seeds === undefined || budget === undefined) return undefined;
  if (benchmarks.includes(undefined) || optimizers.includes(undefined)) return undefined;
  return {
    study: parts.study,
    benchmarks: benchmarks.filter((entry) => entry !== undefined),
    optimizers: optimizers.filter((entry) => entry !== undefined),
    seeds,
    budget,
    workers,
    engine,
    concurrency: parts.concurrency ?? 1,
    ...(deadline !== undefined && { deadline }),
    retries: parts.retries ?? 2,
    impossible: parts.impossible ?? 'refuse',
    accounting: parts.accounting ?? 'resume',
    overhead: parts.overhead ?? 'zero',
  };
}

async function resolveEach<Entry, Resolved>(
  entries: readonly (Entry | undefined)[],
  key: string,
  resolve: (entry: Entry, path: Path, complain: Complain) => Promise<Resolved | undefined>,
  complain: Complain,
): Promise<readonly (Resolved | undefined)[]> {
  const resolving = entries.map(async (entry, index) =>
    entry === undefined ? undefined : await resolve(entry, [key, index], complain),
  );
  return Promise.all(resolving);
}
