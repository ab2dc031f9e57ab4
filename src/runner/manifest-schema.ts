import { compileSchema, type Schema } from '../core/schema.js';
import type { JsonObject, JsonValue } from '../core/types.js';
import type { MetricDefinition } from '../core/metric.js';
import type { DataSource } from '../data/data-file.js';
import type { FidelityParameter } from '../fidelity/space.js';
import { OBSERVED_SCHEMA } from '../protocol/descriptor-schema.js';
import type { Descriptor, Golden } from '../protocol/descriptor.js';
import { ONNX_SCHEMA } from '../protocol/onnx-definition.js';
import type { TableDefinition } from '../protocol/table.js';
import type { RepeatedDefinition } from '../space/repeat.js';
import type { UnpinnedFile } from './unpinned.js';
import type { Hints } from './yaml-file-mistakes.js';

/** `benchmark.yaml` as it stands in the file, once it fits the schema. */
export interface ManifestSource
  extends
    ManifestParts,
    Pick<
      Descriptor,
      | 'family'
      | 'version'
      | 'clock'
      | 'level'
      | 'source'
      | 'licence'
      | 'deterministic'
      | 'continuationTolerance'
      | 'costFloor'
      | 'onnx'
    > {
  readonly runtime: string;
  readonly instances: Readonly<Record<string, InstanceSource | null>>;
  readonly metrics?: Readonly<Record<string, MetricDefinition>>;
  readonly golden?: readonly Golden[];
  readonly image?: string;
  readonly citation?: string;
  /** Files that belong under `data` as soon as somebody knows their sums. */
  readonly unpinned?: Readonly<Record<string, UnpinnedFile>>;
}

/** What an instance may have of its own. */
export interface InstanceSource extends ManifestParts {
  /** Put over the family's metric by metric and key by key. */
  readonly metrics?: Readonly<Record<string, Partial<MetricDefinition>>>;
  readonly golden?: readonly Omit<Golden, 'instance'>[];
}

interface ManifestParts {
  readonly space?: RepeatedDefinition;
  readonly fidelities?: readonly FidelityParameter[];
  readonly settings?: JsonObject;
  /** By the names that the family's code has for them; an instance's are put over the family's. */
  readonly data?: Readonly<Record<string, DataSource>>;
  readonly table?: TableDefinition;
}

const text: JsonObject = { type: 'string', minLength: 1 };
const number: JsonObject = { type: 'number' };
const closed = (required: readonly string[], properties: Readonly<Record<string, JsonValue>>): JsonObject => ({
  type: 'object',
  required,
  additionalProperties: false,
  properties,
});

const metric: JsonObject = closed([], {
  direction: { type: 'string', enum: ['minimize', 'maximize'] },
  role: { type: 'string', enum: ['objective', 'feature', 'constraint', 'test', 'info'] },
  lower: number,
  upper: number,
  optimum: number,
  observed: OBSERVED_SCHEMA,
  notice: text,
  unit: text,
  measured: { type: 'boolean' },
  exact: { type: 'boolean' },
  optional: { type: 'boolean' },
  of: text,
});
const metrics = (required: readonly string[]): JsonObject => ({
  type: 'object',
  additionalProperties: { ...metric, required },
});

const goldenParts: Readonly<Record<string, JsonValue>> = {
  configuration: { type: 'object', additionalProperties: { type: ['number', 'string', 'boolean'] } },
  fidelity: { type: 'object', additionalProperties: number },
  seed: { type: 'integer', minimum: 0, maximum: 2_147_483_647 },
  metrics: { type: 'object', minProperties: 1, additionalProperties: number },
  tolerance: { type: 'number', minimum: 0 },
  relativeTolerance: { type: 'number', minimum: 0 },
};
const goldenKeys = ['configuration', 'fidelity', 'seed', 'metrics'];
const golden = (required: readonly string[], more: Readonly<Record<string, JsonValue>>): JsonObject => ({
  type: 'array',
  items: closed([...required, ...goldenKeys], { ...more, ...goldenParts }),
});

/** `space`, `fidelities` and `data` have schemas of their own, in their rooms. */
const parts: Readonly<Record<string, JsonValue>> = {
  space: {},
  fidelities: {},
  data: {},
  table: {},
  settings: { type: 'object' },
};

const instance: JsonObject = {
  ...closed([], { ...parts, metrics: metrics([]), golden: golden([], {}) }),
  type: ['object', 'null'],
};

/** Shape of a manifest; what it means is checked by `readManifest`. */
export const MANIFEST_SCHEMA: Schema = compileSchema(
  closed(['family', 'version', 'runtime', 'instances', 'clock', 'level', 'source', 'licence'], {
    family: text,
    version: text,
    runtime: text,
    instances: { type: 'object', minProperties: 1, additionalProperties: instance },
    ...parts,
    metrics: metrics(['direction', 'role']),
    clock: { type: 'string', enum: ['recorded', 'measured'] },
    level: { type: 'string', enum: ['official', 'extract', 'surrogate', 'self-measured', 'synthetic'] },
    source: text,
    licence: text,
    golden: golden(['instance'], { instance: text }),
    deterministic: { type: 'boolean' },
    continuationTolerance: { type: 'number', minimum: 0 },
    costFloor: { type: 'number', exclusiveMinimum: 0 },
    onnx: ONNX_SCHEMA,
    image: text,
    citation: text,
    unpinned: {
      type: 'object',
      additionalProperties: closed(['url', 'mirror', 'reason'], { url: text, mirror: text, reason: text }),
    },
  }),
);

/** Hints for keys that stand in the manifest itself and in each of its instances. */
const SHARED_HINTS: Hints = {
  metrics:
    'Write for each metric {direction: minimize | maximize, role: objective | feature | constraint | test | info}.',
  data: 'Write for each file {url, sha256, size, mirror}; the sum and the size are of the decompressed bytes.',
  table:
    'Write {file or data, columns, find: exact | nearest | grid | own, replicates: mean | seed, audit}; all may be left out.',
};

/** How to fix what the schema finds; `*` stands for the name of an instance. */
export const MANIFEST_HINTS: Hints = {
  '': 'benchmarks/counting-ones/benchmark.yaml is an example of a manifest.',
  instances: 'Write a name for each, such as {d8: {}, d16: {settings: {dimensions: 16}}}.',
  ...SHARED_HINTS,
  ...Object.fromEntries(Object.entries(SHARED_HINTS).map(([key, hint]) => [`instances.*.${key}`, hint])),
  'instances.*.golden':
    'Write a list of {configuration, fidelity, seed, metrics}: the instance is the one that it stands in.',
  clock: 'Write recorded (the answer says what it cost) or measured (it costs the seconds that it took).',
  onnx: 'benchmarks/yahpo-lcbench/benchmark.yaml has an example of every key but noise.',
  unpinned: 'Write for each file {url, mirror, reason}: why its sum is not known.',
  golden: 'Write a list of {instance, configuration, fidelity, seed, metrics}.',
};
