import { compileSchema, type Schema } from '../core/schema.js';
import type { JsonObject, JsonValue } from '../core/types.js';
import type { Hints } from './yaml-file-mistakes.js';

/** A recipe as it stands in the file, once it fits the schema. */
export interface RecipeSource {
  readonly study: string;
  readonly benchmarks: readonly BenchmarkSource[];
  readonly optimizers: readonly OptimizerSource[];
  readonly seeds: readonly number[] | { readonly first?: number; readonly count: number };
  readonly budget: Readonly<Record<string, unknown>>;
  readonly workers?: WorkersSource;
  readonly engine?: string;
  readonly concurrency?: number;
  readonly deadline?: number;
  readonly retries?: number;
  readonly impossible?: 'refuse' | 'skip';
  readonly accounting?: 'resume' | 'restart';
  readonly overhead?: 'zero' | 'measured' | { readonly fixed: number };
}

export interface BenchmarkSource {
  readonly family: string;
  readonly instance?: string;
  readonly instances?: 'all' | 'sound' | readonly string[];
  readonly objectives?: readonly string[];
  readonly features?: readonly string[];
  readonly constraints?: readonly string[];
}

export interface OptimizerSource {
  readonly name: string;
  readonly label?: string;
  readonly options?: JsonObject;
}

export interface WorkersSource {
  readonly count?: number;
  readonly cpus?: number;
  readonly memory?: number | string;
  readonly pids?: number;
  readonly gpus?: number;
  readonly gpuIds?: readonly (string | number)[];
}

/** The keys of a budget. Their values are checked by hand: JSON Schema has no word for infinity. */
export const BUDGET_KEYS = ['evaluations', 'fullEvaluations', 'seconds'] as const;

const text: JsonObject = { type: 'string', minLength: 1 };
const names: JsonObject = { type: 'array', items: text, uniqueItems: true };
const whole = (minimum: number, maximum: number): JsonObject => ({ type: 'integer', minimum, maximum });
const closed = (required: readonly string[], properties: Readonly<Record<string, JsonValue>>): JsonObject => ({
  type: 'object',
  required,
  additionalProperties: false,
  properties,
});
const seed = whole(0, 2_147_483_647);

/** Files and logs are named after it. */
const fileName: JsonObject = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_-]*$', maxLength: 80 };

/** A list or one word; `if` keeps the messages to the alternative that was meant. */
const instances: JsonObject = {
  if: { type: 'array' },
  then: { type: 'array', items: text, minItems: 1, uniqueItems: true },
  else: { type: 'string', enum: ['all', 'sound'] },
};

const seeds: JsonObject = {
  if: { type: 'array' },
  then: { type: 'array', items: seed, maxItems: 10_000 },
  else: closed(['count'], { first: seed, count: whole(1, 10_000) }),
};

const overhead: JsonObject = {
  if: { type: 'string' },
  then: { type: 'string', enum: ['zero', 'measured'] },
  else: closed(['fixed'], { fixed: { type: 'number', minimum: 0 } }),
};

const workers: JsonObject = closed([], {
  count: whole(1, 100_000),
  cpus: { type: 'number', exclusiveMinimum: 0, maximum: 4096 },
  memory: { type: ['integer', 'string'] },
  pids: whole(16, 1_000_000),
  gpus: whole(0, 64),
  gpuIds: { type: 'array', items: { type: ['string', 'integer'] }, minItems: 1, uniqueItems: true },
});

/** Shape of a recipe; what it means is checked by `readRecipe`. */
export const RECIPE_SCHEMA: Schema = compileSchema(
  closed(['study', 'benchmarks', 'optimizers', 'seeds', 'budget'], {
    study: fileName,
    benchmarks: {
      type: 'array',
      minItems: 1,
      items: closed(['family'], {
        family: text,
        instance: text,
        instances,
        objectives: { ...names, minItems: 1 },
        features: names,
        constraints: names,
      }),
    },
    optimizers: {
      type: 'array',
      minItems: 1,
      items: closed(['name'], { name: text, label: fileName, options: { type: 'object' } }),
    },
    seeds,
    budget: closed([], Object.fromEntries(BUDGET_KEYS.map((key) => [key, {}]))),
    workers,
    engine: text,
    concurrency: whole(1, 1000),
    deadline: { type: 'number', exclusiveMinimum: 0 },
    retries: whole(0, 100),
    impossible: { type: 'string', enum: ['refuse', 'skip'] },
    accounting: { type: 'string', enum: ['resume', 'restart'] },
    overhead,
  }),
);

/** How to mend what the schema finds. */
export const RECIPE_HINTS: Hints = {
  '': 'A recipe has the keys study, benchmarks, optimizers, seeds and budget, and may have others; recipes/ has examples.',
  study: 'Letters, digits, - and _ only: a folder is named after it.',
  benchmarks: 'Write a list of entries such as {family: counting-ones, instance: d8}.',
  'benchmarks.instances':
    'Write a list of names such as [d8, d16], or all, or sound (those whose objectives have no notice).',
  'benchmarks.objectives': 'Write a list of metric names.',
  'benchmarks.features': 'Write a list of metric names.',
  'benchmarks.constraints': 'Write a list of metric names.',
  optimizers: 'Write a list of entries such as {name: hyperband, options: {eta: 3}}.',
  'optimizers.label': 'Letters, digits, - and _ only: logs are named after it.',
  seeds: 'Write {first: 0, count: 10}, or a list of different whole numbers from 0 on such as [0, 1, 2].',
  budget: `Write one or more of ${BUDGET_KEYS.join(', ')}, such as {fullEvaluations: 50}.`,
  workers: 'Write for example {count: 4, cpus: 1, memory: 2GiB, gpus: 0}.',
  engine: 'Ask `hport list engines` for the names.',
  concurrency: 'A whole number of runs side by side, 1 or more.',
  deadline: 'Seconds that one evaluation may take, above 0.',
  retries: 'A whole number, 0 or more.',
  impossible: 'Write refuse (a pair that cannot be is a mistake) or skip (it is left out, and told).',
  accounting: 'Write resume (a continued evaluation costs the difference) or restart (it costs all).',
  overhead: 'Write zero, measured or {fixed: SECONDS}.',
};
