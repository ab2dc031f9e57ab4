import type { JsonSchema } from '../core/schema.js';
import type { JsonObject } from '../core/types.js';

/** Below this nesting of `and` and `or` only `createSearchSpace` looks; a schema without `$ref` can be put into any other. */
const CLAUSE_DEPTH = 3;

const NAME = { type: 'string', minLength: 1 } as const;
const NUMBER = { type: 'number' } as const;
const WHOLE = { type: 'integer' } as const;
const LEVEL = { type: ['number', 'string'] } as const;
const VALUE = { type: ['number', 'string', 'boolean'] } as const;
const WEIGHTS = { type: 'array', minItems: 1, items: { type: 'number', exclusiveMinimum: 0 } } as const;
const LOG = { type: 'boolean' } as const;

/** What each type of parameter may say beside `name`, `type` and `repeat`. */
const TYPES: Readonly<Record<string, { readonly required: readonly string[]; readonly properties: JsonObject }>> = {
  float: { required: ['lower', 'upper'], properties: { lower: NUMBER, upper: NUMBER, log: LOG, default: NUMBER } },
  integer: { required: ['lower', 'upper'], properties: { lower: WHOLE, upper: WHOLE, log: LOG, default: WHOLE } },
  ordinal: { required: ['sequence'], properties: { sequence: listOf(LEVEL), default: LEVEL } },
  categorical: { required: ['choices'], properties: { choices: listOf(VALUE), weights: WEIGHTS, default: VALUE } },
  constant: { required: ['value'], properties: { value: VALUE } },
};

/**
 * The closed JSON Schema (draft 2020-12) of a `SpaceDefinition` as manifests write it, `repeat` included. It branches with
 * `if` and `then` on the type of a parameter, so that its violations speak of the type that was meant. What a schema cannot
 * see (bounds the wrong way round, unknown names, circles) is found by `createSearchSpace`.
 */
export const SPACE_SCHEMA: JsonSchema = {
  type: 'object',
  required: ['parameters'],
  properties: {
    parameters: { type: 'array', items: parameter() },
    conditions: {
      type: 'array',
      items: closed(['child', 'when'], { child: NAME, when: clause(CLAUSE_DEPTH) }),
    },
    forbidden: {
      type: 'array',
      items: {
        type: 'object',
        if: { anyOf: ['left', 'relation', 'right'].map((key) => ({ required: [key] })) },
        then: closed(['left', 'relation', 'right'], {
          left: NAME,
          relation: { enum: ['less', 'lessEqual', 'equal', 'greaterEqual', 'greater'] },
          right: NAME,
        }),
        else: clause(CLAUSE_DEPTH),
      },
    },
  },
  additionalProperties: false,
};

function parameter(): JsonObject {
  return {
    type: 'object',
    required: ['name', 'type'],
    properties: { name: NAME, type: { enum: Object.keys(TYPES) } },
    allOf: Object.entries(TYPES).map(([type, { required, properties }]) => ({
      if: { type: 'object', required: ['type'], properties: { type: { const: type } } },
      then: closed(required, { name: true, type: true, ...properties, repeat: { type: 'integer', minimum: 1 } }),
    })),
    if: { type: 'object', required: ['repeat'] },
    then: { type: 'object', properties: { name: { type: 'string', pattern: '\\{i\\}' } } },
  };
}

function clause(depth: number): JsonObject {
  const parts: JsonObject =
    depth === 0
      ? { type: 'array', minItems: 1, items: { type: 'object' } }
      : { type: 'array', minItems: 1, items: clause(depth - 1) };
  return {
    type: 'object',
    if: { required: ['and'] },
    then: closed(['and'], { and: parts }),
    else: { if: { required: ['or'] }, then: closed(['or'], { or: parts }), else: statement() },
  };
}

/** One thing said of one parameter: two keys, the name and the operator. */
function statement(): JsonObject {
  return {
    ...closed(['parameter'], {
      parameter: NAME,
      equals: VALUE,
      notEquals: VALUE,
      in: listOf(VALUE),
      less: LEVEL,
      lessEqual: LEVEL,
      greater: LEVEL,
      greaterEqual: LEVEL,
    }),
    minProperties: 2,
    maxProperties: 2,
  };
}

function closed(required: readonly string[], properties: JsonObject): JsonObject {
  return { type: 'object', required, properties, additionalProperties: false };
}

function listOf(items: JsonObject): JsonObject {
  return { type: 'array', minItems: 1, uniqueItems: true, items };
}
