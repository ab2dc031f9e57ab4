import { userError } from '../core/errors.js';
import type { JsonObject } from '../core/types.js';
import type { OptimizerDefinition, Problem } from '../optimizers/optimizer.js';
import { loadOptimizer } from '../optimizers/registry.js';
import type { Descriptor } from '../protocol/descriptor.js';
import type { Engine } from './engines/engine.js';
import { loadEngine } from './engines/registry.js';
import { loadFamily, type Family } from './families.js';
import { capacityHere, findingsOf } from './plan-engine.js';
import { impossibilities, impossibleMistake, type Pair } from './pairing.js';
import { createProblem } from './plan-problem.js';
import { readRecipe, type Recipe, type RecipeBenchmark, type RecipeOverrides } from './recipe.js';
import { requirePackages } from './required-packages.js';
import { readYamlFile } from './yaml-file.js';
import { mistakesError, type Mistake } from './yaml-file-mistakes.js';

/** One optimizer on one benchmark with one seed. */
export interface RunPlan {
  /** Name of the run and of its log: `counting-ones.d8.hyperband.0`. */
  readonly id: string;
  readonly family: string;
  readonly instance: string;
  readonly descriptor: Descriptor;
  readonly optimizer: string;
  readonly label: string;
  readonly options: JsonObject;
  readonly seed: number;
  readonly problem: Problem;
}

/** All that one recipe produces, known to be possible. */
export interface Plan {
  readonly recipe: Recipe;
  readonly families: Readonly<Record<string, Family>>;
  readonly optimizers: Readonly<Record<string, OptimizerDefinition>>;
  readonly runs: readonly RunPlan[];
  /** What can be run, and should be known before. */
  readonly warnings: readonly PlanWarning[];
}

/** Of an optimizer on a benchmark, or of the study as a whole: then it names neither. */
export interface PlanWarning {
  /** `counting-ones.d8` */
  readonly benchmark?: string;
  /** Its label in the recipe. */
  readonly optimizer?: string;
  /** A sentence. */
  readonly message: string;
}

/** @throws SuiteError of code 'user' naming the pair and the reason where an optimizer cannot take a benchmark. */
export async function planStudy(recipe: Recipe): Promise<Plan> {
  const { plan, mistakes } = await drawUp(recipe);
  if (mistakes.length > 0) throw mistakesError(mistakes);
  await requirePackages(Object.values(plan.families));
  return plan;
}

/**
 * Reads a recipe and plans it; errors of both name file and line.
 * @throws SuiteError also of code 'infrastructure' where an optional package is missing that a family needs
 */
export async function planRecipe(file: string, overrides: RecipeOverrides = {}): Promise<Plan> {
  const { plan, mistakes } = await drawUp(await readRecipe(file, overrides));
  if (mistakes.length > 0) throw mistakesError(mistakes, await readYamlFile(file));
  await requirePackages(Object.values(plan.families));
  return plan;
}

async function drawUp(recipe: Recipe): Promise<{ readonly plan: Plan; readonly mistakes: readonly Mistake[] }> {
  const names = [...new Set(recipe.benchmarks.map(({ family }) => family))];
  const families = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await loadFamily(name)] as const)),
  );
  const definitions = await Promise.all(recipe.optimizers.map(({ name }) => loadOptimizer(name)));
  const engine = await loadEngine(recipe.engine);
  const findings = findingsOf(recipe, engine, Object.values(families), capacityHere());
  const mistakes = [...engineMistakes(recipe, engine, Object.values(families)), ...findings.mistakes];
  const benchmarks = benchmarksOf(recipe, families);
  const pairs = benchmarks.flatMap((benchmark) => pairsOf(recipe, benchmark, definitions));
  const warnings: PlanWarning[] = findings.warnings.map((message) => ({ message }));
  const leftOut = new Set<string>();
  for (const pair of pairs) {
    const reasons = impossibilities(pair);
    if (reasons.length === 0) warnings.push(...warningsOf(pair, recipe));
    else if (recipe.impossible === 'refuse') mistakes.push(...reasons.map((each) => impossibleMistake(pair, each)));
    else {
      leftOut.add(nameOf(pair));
      warnings.push(...reasons.map(({ reason }) => warningOf(pair, recipe, `left out: ${reason}`)));
    }
  }
  if (pairs.length === leftOut.size) mistakes.push(nothingLeft(warnings));
  const runs = benchmarks.flatMap((benchmark) => runsOf(recipe, benchmark, leftOut));
  const optimizers = Object.fromEntries(definitions.map((definition) => [definition.name, definition]));
  return { plan: { recipe, families, optimizers, runs, warnings }, mistakes };
}

/** One benchmark of the study, ready to be optimised. */
interface PlannedBenchmark {
  readonly family: string;
  readonly instance: string;
  readonly descriptor: Descriptor;
  readonly problem: Problem;
}

function benchmarksOf(recipe: Recipe, families: Readonly<Record<string, Family>>): readonly PlannedBenchmark[] {
  return recipe.benchmarks.flatMap((benchmark) =>
    benchmark.instances.map((instance) => {
      const descriptor = descriptorOf(benchmark, instance, families);
      const problem = createProblem(recipe, benchmark, descriptor);
      return { family: benchmark.family, instance, descriptor, problem };
    }),
  );
}

/** A recipe that comes from a log may name an instance that the family no longer has. */
function descriptorOf(
  { family }: RecipeBenchmark,
  instance: string,
  families: Readonly<Record<string, Family>>,
): Descriptor {
  const descriptor = families[family]?.descriptors[instance];
  if (descriptor !== undefined) return descriptor;
  throw userError(`the family ${family} has no instance "${instance}"`, { mend: `Ask \`hport describe ${family}\`.` });
}

function runsOf(recipe: Recipe, benchmark: PlannedBenchmark, leftOut: ReadonlySet<string>): readonly RunPlan[] {
  const { family, instance } = benchmark;
  return recipe.optimizers.flatMap(({ name, label, options }, index) => {
    if (leftOut.has(nameOf({ benchmark: `${family}.${instance}`, index }))) return [];
    return recipe.seeds.map((seed) => {
      const id = `${family}.${instance}.${label}.${seed}`;
      return { id, ...benchmark, optimizer: name, label, options, seed };
    });
  });
}

function nameOf({ benchmark, index }: Pick<Pair, 'benchmark' | 'index'>): string {
  return `${benchmark} ${index}`;
}

function nothingLeft(warnings: readonly PlanWarning[]): Mistake {
  const first = warnings.find(({ benchmark }) => benchmark !== undefined);
  const why = first === undefined ? '' : ` (${first.optimizer} on ${first.benchmark} is ${first.message})`;
  return { path: ['optimizers'], message: `no optimizer can take any of the benchmarks${why}` };
}

function pairsOf(
  recipe: Recipe,
  { family, instance, problem }: PlannedBenchmark,
  definitions: readonly OptimizerDefinition[],
): readonly Pair[] {
  const benchmark = `${family}.${instance}`;
  return definitions.map((definition, index) => {
    const options = recipe.optimizers[index]?.options ?? {};
    return { definition, options, problem, benchmark, index };
  });
}

function warningsOf(pair: Pair, recipe: Recipe): readonly PlanWarning[] {
  const { definition, options, problem } = pair;
  return (definition.warn?.(problem, options) ?? []).map((message) => warningOf(pair, recipe, message));
}

function warningOf({ definition, benchmark, index }: Pair, recipe: Recipe, message: string): PlanWarning {
  return { benchmark, optimizer: recipe.optimizers[index]?.label ?? definition.name, message };
}

/** What the engine cannot run at all: another language inside the runner, devices that it cannot hand out. */
function engineMistakes({ engine, workers }: Recipe, refusing: Engine, families: readonly Family[]): Mistake[] {
  return families.flatMap((family) => {
    const reason = refusing.refuses(family, workers);
    if (reason === undefined) return [];
    const message = `the engine ${engine} cannot run ${family.name}: ${reason}`;
    return [{ path: ['engine'], message, mend: 'Choose another engine: `hport list engines` shows what there is.' }];
  });
}
