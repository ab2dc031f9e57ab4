import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, userError } from '../core/errors.js';
import type { MetricDefinition } from '../core/metric.js';
import { compileSchema, formatPath } from '../core/schema.js';
import type { JsonObject } from '../core/types.js';
import type { FidelityParameter } from '../fidelity/space.js';
import type { SpaceDefinition } from '../space/parameter.js';

/** `study.json`: what the runs of a folder were made with, and all that a reader of their logs must know without the suite that made them. */
export interface StudyFile {
  readonly format: 1;
  readonly suite: string;
  /** As it was run: every default is in it. */
  readonly recipe: StudyRecipe;
  readonly families: Readonly<Record<string, StudyFamily>>;
  /** By the name of its definition (`hyperband`), not by the label of the recipe. */
  readonly optimizers: Readonly<Record<string, StudyOptimizer>>;
  /** By `<family>.<instance>`. */
  readonly benchmarks: Readonly<Record<string, StudyBenchmark>>;
  /** Identifiers of the runs, in the order of the plan; the log of one is `runs/<identifier>.jsonl`. */
  readonly runs: readonly string[];
}

export type StudyRecipe = JsonObject & { readonly study: string };

export interface StudyFamily {
  readonly version: string;
  /** Digest of the family's folder. */
  readonly source: string;
  /** Here and not in the logs, so that logs are the same on all engines. */
  readonly image?: { readonly reference: string; readonly digest: string };
}

export interface StudyOptimizer {
  /** Citation. */
  readonly source: string;
  /** How many fidelity parameters it makes use of: `none` for a single-fidelity method. */
  readonly fidelities: 'none' | 'one' | 'many';
}

export interface StudyBenchmark {
  readonly space: SpaceDefinition;
  readonly fidelities: readonly FidelityParameter[];
  readonly metrics: Readonly<Record<string, MetricDefinition>>;
  readonly clock: 'recorded' | 'measured';
  /** How real its numbers are: `official`, `extract`, `surrogate`, `self-measured` or `synthetic`. */
  readonly level: string;
  readonly source: string;
  readonly licence: string;
}

const NAME = 'study.json';

const SCHEMA = compileSchema({
  type: 'object',
  required: ['format', 'suite', 'recipe', 'families', 'optimizers', 'benchmarks', 'runs'],
  properties: {
    format: { const: 1 },
    suite: { type: 'string' },
    recipe: { type: 'object', required: ['study', 'benchmarks', 'optimizers', 'seeds', 'budget', 'workers', 'engine'] },
    families: { type: 'object' },
    optimizers: { type: 'object' },
    benchmarks: { type: 'object' },
    runs: { type: 'array', items: { type: 'string' } },
  },
});

export function studyFile(folder: string): string {
  return join(folder, NAME);
}

/** The log of one run. */
export function runFile(folder: string, run: string): string {
  return join(folder, 'runs', `${run}.jsonl`);
}

/** The lock of the runner that is at work in the folder. */
export function lockFile(folder: string): string {
  return join(folder, 'lock');
}

/** @throws SuiteError of code 'user' when there is none, or it is damaged. */
export function readStudy(folder: string): StudyFile {
  const file = studyFile(folder);
  if (!existsSync(file)) {
    throw userError('there is no study in this folder', {
      file: folder,
      mend: 'Name a folder that `hport run` has made.',
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw userError(`not JSON: ${messageOf(error)}`, { file });
  }
  const [wrong] = SCHEMA.check(value);
  if (wrong !== undefined) throw userError(wrong.message, { file, key: formatPath(wrong.path) });
  return value as StudyFile;
}
