import type { JsonSchema } from '../core/schema.js';
import { ERROR_CODES, type ApplicationError } from './benchmark.js';
import {
  CONFIGURATION_SCHEMA,
  DESCRIPTOR_SCHEMA,
  FIDELITY_SCHEMA,
  METRICS_SCHEMA,
  SEED_SCHEMA,
} from './descriptor-schema.js';
import { METHODS } from './jsonrpc.js';
import { CHECKPOINT_TOKEN } from './token.js';

export type MethodName = keyof typeof METHODS;

/** One method or notification of the wire, for whoever writes a guest or a host in another language. */
export interface Method {
  readonly name: MethodName;
  readonly summary: string;
  readonly description: string;
  /** Who sends it. */
  readonly from: 'host' | 'guest';
  readonly params: Readonly<Record<string, Param>>;
  /** Absent for notifications, which nobody answers. */
  readonly result?: { readonly name: string; readonly schema: JsonSchema };
  readonly errors?: readonly ApplicationError[];
}

export interface Param {
  readonly summary: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

const ID_SCHEMA: JsonSchema = { type: ['number', 'string'] };
const TOKEN_SCHEMA: JsonSchema = { type: 'string', pattern: CHECKPOINT_TOKEN.source };
const INSTANCE: Param = { summary: 'One of the instances of the family.', required: true, schema: { type: 'string' } };

export const RESULT_SCHEMA: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['metrics', 'cost'],
  properties: {
    metrics: METRICS_SCHEMA,
    cost: { type: 'number', exclusiveMinimum: 0 },
    checkpoint: TOKEN_SCHEMA,
  },
};

/** The whole vocabulary. `requests` and `receiver` speak it by hand; a test holds them to this. */
export const METHOD_TABLE: readonly Method[] = [
  {
    name: METHODS.describe,
    summary: 'What an instance is: its spaces, metrics, clock, golden evaluations.',
    description: 'Answers the manifest with the entries of the instance put in.',
    from: 'host',
    params: { instance: INSTANCE },
    result: { name: 'descriptor', schema: DESCRIPTOR_SCHEMA },
    errors: ['unknown-instance'],
  },
  {
    name: METHODS.evaluate,
    summary: 'Evaluates a configuration at a fidelity.',
    description:
      'A request carries all that its evaluation needs. Requests may be pipelined or sent as an array; a guest evaluates one ' +
      'at a time, in the order of arrival.',
    from: 'host',
    params: {
      instance: INSTANCE,
      configuration: {
        summary: 'Every active parameter and no other.',
        required: true,
        schema: CONFIGURATION_SCHEMA,
      },
      fidelity: { summary: 'Every fidelity parameter.', required: true, schema: FIDELITY_SCHEMA },
      seed: { summary: 'Of all that is random in the evaluation.', required: true, schema: SEED_SCHEMA },
      checkpoint: {
        summary: 'The token of an earlier result to continue from.',
        required: false,
        schema: TOKEN_SCHEMA,
      },
      progress: { summary: 'Ask for progress notifications.', required: false, schema: { type: 'boolean' } },
      keep: { summary: 'Ask for a checkpoint in the result.', required: false, schema: { type: 'boolean' } },
    },
    result: { name: 'result', schema: RESULT_SCHEMA },
    errors: Object.keys(ERROR_CODES) as ApplicationError[],
  },
  {
    name: METHODS.cancel,
    summary: 'The result of a request is wanted no more.',
    description:
      'The request is answered all the same, with error 7 when it was still waiting or running. Unknown ids are passed over.',
    from: 'host',
    params: { id: { summary: 'That of the request.', required: true, schema: ID_SCHEMA } },
  },
  {
    name: METHODS.release,
    summary: 'These checkpoints will not be asked for again.',
    description: 'The guest deletes them. Unknown tokens are passed over.',
    from: 'host',
    params: {
      checkpoints: { summary: 'Their tokens.', required: true, schema: { type: 'array', items: TOKEN_SCHEMA } },
    },
  },
  {
    name: METHODS.progress,
    summary: 'A point of the learning curve of a running evaluation.',
    description: 'Sent only when the request asked for it, and never after its answer.',
    from: 'guest',
    params: {
      id: { summary: 'That of the evaluate request.', required: true, schema: ID_SCHEMA },
      level: {
        summary: 'The level reached of the first continuing fidelity.',
        required: true,
        schema: { type: 'number' },
      },
      metrics: { summary: 'Any of the metrics, at that level.', required: true, schema: METRICS_SCHEMA },
    },
  },
];
