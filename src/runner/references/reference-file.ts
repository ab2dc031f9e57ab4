import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, userError } from '../../core/errors.js';
import { compileSchema, formatPath } from '../../core/schema.js';
import type { JsonObject } from '../../core/types.js';
import { REFERENCES_FILE } from '../family-files.js';

/** `references.json` of a family's folder: the scales of normalised regret, computed by `hport references`. */
export interface ReferenceFile {
  readonly format: 1;
  /** Of all draws and searches. */
  readonly seed: number;
  readonly instances: Readonly<Record<string, InstanceReferences>>;
}

/** How the references of an instance were computed, and what they are. */
export interface InstanceReferences {
  /** Of what they were computed from (`referenceDigest`): with another one they are out of date. */
  readonly digest: string;
  /** `all`: every configuration of the space, or every row of the table. `draws`: drawn uniformly from the space. */
  readonly median: 'all' | 'draws';
  /** Configurations that the median is of. */
  readonly configurations: number;
  /** Seeds that each was evaluated with. */
  readonly seeds: number;
  /** Evaluations of these that gave no result. */
  readonly failed: number;
  /** Evaluations of the search for each metric whose optimum is not known. */
  readonly searched?: number;
  readonly metrics: Readonly<Record<string, ReferenceValues>>;
}

/** In the benchmark's own sign, at the highest fidelity. */
export interface ReferenceValues {
  readonly best: number;
  /** Whether `best` is the optimum; otherwise it is the best value known. */
  readonly exact: boolean;
  readonly median: number;
}

/** @throws SuiteError of code 'user' with the file and the key of what is wrong; undefined where there is no file */
export function readReferences(folder: string): ReferenceFile | undefined {
  const file = join(folder, REFERENCES_FILE);
  if (!existsSync(file)) return undefined;
  const value = parse(file);
  const [wrong] = SCHEMA.check(value);
  if (wrong !== undefined) throw userError(wrong.message, { file, key: formatPath(wrong.path), mend: MEND });
  return value as ReferenceFile;
}

/** Writes the file whole or not at all, an instance a line: so that a difference shows which have changed. */
export function writeReferences(folder: string, { format, seed, instances }: ReferenceFile): void {
  const file = join(folder, REFERENCES_FILE);
  const lines = Object.entries(instances).map(([name, entry]) => `${JSON.stringify(name)}: ${JSON.stringify(entry)}`);
  const text = `{\n"format": ${format},\n"seed": ${seed},\n"instances": {\n${lines.join(',\n')}\n}\n}\n`;
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

const MEND = 'Remove the file, and compute it again with `hport references`.';

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw userError(`this is no JSON: ${messageOf(error)}`, { file, mend: MEND });
  }
}

const closed = (required: readonly string[], properties: JsonObject): JsonObject => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});
const count: JsonObject = { type: 'integer', minimum: 0 };

const VALUES = closed(['best', 'exact', 'median'], {
  best: { type: 'number' },
  exact: { type: 'boolean' },
  median: { type: 'number' },
});

const INSTANCE = closed(['digest', 'median', 'configurations', 'seeds', 'failed', 'metrics'], {
  digest: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' },
  median: { enum: ['all', 'draws'] },
  configurations: { type: 'integer', minimum: 1 },
  seeds: { type: 'integer', minimum: 1 },
  failed: count,
  searched: { type: 'integer', minimum: 1 },
  metrics: { type: 'object', additionalProperties: VALUES },
});

const SCHEMA = compileSchema(
  closed(['format', 'seed', 'instances'], {
    format: { const: 1 },
    seed: count,
    instances: { type: 'object', additionalProperties: INSTANCE },
  }),
);
