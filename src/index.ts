/** Public surface of the suite. Importing it does nothing. */

export { formatSuiteError, SuiteError, type SuiteErrorCode, type SuiteErrorDetails } from './core/errors.js';
export { createRng, seedFrom, type Rng } from './core/rng.js';
export type {
  Answer,
  Completed,
  Configuration,
  ErrorCode,
  Failed,
  FailureStatus,
  Fidelity,
  JsonObject,
  JsonValue,
  Metrics,
  Outcome,
  Progress,
  Stopped,
  Suggestion,
  Value,
} from './core/types.js';
export type { JsonSchema, Violation } from './core/schema.js';

export { createSearchSpace, type SearchSpace } from './space/space.js';
export type { Condition, Clause, Parameter, ParameterType, Relation, SpaceDefinition } from './space/parameter.js';
export { readConfigSpace, writeConfigSpace, type ReadSpace } from './space/configspace.js';
export { createFidelitySpace, type FidelityParameter, type FidelitySpace } from './fidelity/space.js';

export type {
  Ask,
  Budget,
  Decision,
  Invariance,
  MetricReference,
  Now,
  Observation,
  Optimizer,
  OptimizerDefinition,
  Problem,
  Report,
  Supports,
} from './optimizers/optimizer.js';
export { listOptimizers, loadOptimizer } from './optimizers/registry.js';

export {
  EvaluationError,
  type Benchmark,
  type EvaluateParams,
  type EvaluateResult,
  type Objective,
  type ObjectiveContext,
  type ObjectiveResult,
} from './protocol/benchmark.js';
export type { DeclaredScale, MetricDefinition, MetricRole } from './core/metric.js';
export { PROTOCOL_VERSION, type Descriptor, type Golden, type Level } from './protocol/descriptor.js';

export type { Column, Table, TableReader, TableSource } from './runtimes/table/reader.js';

export { listFamilies, loadFamily, type Family } from './runner/families.js';
export { readRecipe, type Recipe, type RecipeOverrides } from './runner/recipe.js';
export { planRecipe, planStudy, type Plan, type RunPlan } from './runner/plan.js';
export { worstCase, type Bounds, type WorstCase } from './runner/plan-worst-case.js';
export { resumeStudy, runStudy, type StudyOptions } from './runner/study.js';
export type { Clocks, Incumbent, RunProgress, RunResult, StudyResult } from './runner/summary.js';
export { evaluateOnce } from './runner/evaluate-once.js';
export { planTable, type PlannedTable, type TablePlan, type TableRequest } from './runner/tabulate/table-plan.js';
export { tabulate, type TabulateOptions } from './runner/tabulate/tabulate.js';
export type { TableProgress } from './runner/tabulate/table-tally.js';

export { analyse } from './analysis/analyse.js';
export type * from './analysis/comparison.js';
