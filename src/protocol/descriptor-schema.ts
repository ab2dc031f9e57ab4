import { infrastructureError } from '../core/errors.js';
import { compileSchema, formatPath, type JsonSchema, type Schema } from '../core/schema.js';
import { FIDELITIES_SCHEMA } from '../fidelity/schema.js';
import { SPACE_SCHEMA } from '../space/schema.js';
import { PROTOCOL_VERSION, type Descriptor } from './descriptor.js';
import { isRecord } from './jsonrpc.js';
import { excerpt } from './lines.js';
import { ONNX_SCHEMA } from './onnx-definition.js';
import { TABLE_SCHEMA } from './table.js';

const NAME: JsonSchema = { type: 'string', minLength: 1 };
const NUMBERS: JsonSchema = { type: 'object', additionalProperties: { type: 'number' } };

export const CONFIGURATION_SCHEMA: JsonSchema = {
  type: 'object',
  additionalProperties: { type: ['number', 'string', 'boolean'] },
};
export const FIDELITY_SCHEMA: JsonSchema = NUMBERS;
export const METRICS_SCHEMA: JsonSchema = NUMBERS;
export const SEED_SCHEMA: JsonSchema = { type: 'integer', minimum: 0, maximum: 2 ** 31 - 1 };

export const OBSERVED_SCHEMA: JsonSchema = { type: 'array', minItems: 2, maxItems: 2, items: { type: 'number' } };

const METRIC_SCHEMA: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['direction', 'role'],
  properties: {
    direction: { enum: ['minimize', 'maximize'] },
    role: { enum: ['objective', 'feature', 'constraint', 'test', 'info'] },
    lower: { type: 'number' },
    upper: { type: 'number' },
    optimum: { type: 'number' },
    observed: OBSERVED_SCHEMA,
    notice: NAME,
    measured: { type: 'boolean' },
    exact: { type: 'boolean' },
    optional: { type: 'boolean' },
    unit: NAME,
    of: NAME,
  },
};

const GOLDEN_SCHEMA: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['instance', 'configuration', 'fidelity', 'seed', 'metrics'],
  properties: {
    instance: NAME,
    configuration: CONFIGURATION_SCHEMA,
    fidelity: FIDELITY_SCHEMA,
    seed: SEED_SCHEMA,
    metrics: METRICS_SCHEMA,
    tolerance: { type: 'number', minimum: 0 },
    relativeTolerance: { type: 'number', minimum: 0 },
  },
};

const DATA_REFERENCES: JsonSchema = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    additionalProperties: false,
    required: ['sha256', 'file'],
    properties: {
      sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
      file: { type: 'string', pattern: '^[0-9a-f]{16}-[^/\\\\]+$' },
    },
  },
};

/** What `describe` returns, and nothing else: unknown keys are errors. */
export const DESCRIPTOR_SCHEMA: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: [
    ...['protocol', 'family', 'version', 'instance', 'space', 'fidelities', 'metrics'],
    ...['clock', 'level', 'source', 'licence', 'golden'],
  ],
  properties: {
    protocol: { type: 'string', pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' },
    family: NAME,
    version: NAME,
    instance: NAME,
    space: SPACE_SCHEMA,
    fidelities: FIDELITIES_SCHEMA,
    metrics: { type: 'object', minProperties: 1, additionalProperties: METRIC_SCHEMA },
    clock: { enum: ['recorded', 'measured'] },
    level: { enum: ['official', 'extract', 'surrogate', 'self-measured', 'synthetic'] },
    source: NAME,
    licence: NAME,
    golden: { type: 'array', items: GOLDEN_SCHEMA },
    settings: { type: 'object' },
    data: DATA_REFERENCES,
    onnx: ONNX_SCHEMA,
    table: TABLE_SCHEMA,
    deterministic: { type: 'boolean' },
    continuationTolerance: { type: 'number', minimum: 0 },
    costFloor: { type: 'number', exclusiveMinimum: 0 },
  },
};

let compiled: Schema | undefined;

/**
 * A guest's descriptor, made typed.
 * @throws SuiteError of code 'infrastructure' on another major version of the protocol, another instance, anything illegal.
 */
export function checkDescriptor(value: unknown, instance: string): Descriptor {
  const refuse = (what: string, mend?: string): Error =>
    infrastructureError(`the guest's descriptor of "${instance}" ${what}`, mend === undefined ? {} : { mend });
  const protocol = isRecord(value) ? value['protocol'] : undefined;
  if (typeof protocol === 'string' && major(protocol) !== major(PROTOCOL_VERSION)) {
    const mend = 'Build the image again with this version of the suite.';
    throw refuse(`is of protocol ${excerpt(protocol)}, the suite speaks ${PROTOCOL_VERSION}`, mend);
  }
  const [first] = (compiled ??= compileSchema(DESCRIPTOR_SCHEMA)).check(value);
  if (first !== undefined) throw refuse(`is not legal: ${formatPath(first.path)}: ${first.message}`);
  const descriptor = value as Descriptor;
  if (descriptor.instance !== instance) throw refuse(`is of another instance, "${excerpt(descriptor.instance)}"`);
  return descriptor;
}

function major(version: string): string {
  return version.slice(0, version.indexOf('.') + 1);
}
