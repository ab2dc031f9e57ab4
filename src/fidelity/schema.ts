import type { JsonSchema } from '../core/schema.js';

/** What `benchmark.yaml` may say under `fidelities`: shape only, `createFidelitySpace` finds contradictions. */
export const FIDELITIES_SCHEMA: JsonSchema = {
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'type', 'lower', 'upper', 'continuation', 'unit'],
    properties: {
      name: { type: 'string', minLength: 1 },
      type: { type: 'string', enum: ['float', 'integer', 'ordinal'] },
      lower: { type: 'number', exclusiveMinimum: 0 },
      upper: { type: 'number', exclusiveMinimum: 0 },
      log: { type: 'boolean' },
      levels: { type: 'array', minItems: 1, items: { type: 'number', exclusiveMinimum: 0 } },
      continuation: { type: 'boolean' },
      cost: {
        anyOf: [
          { type: 'string', enum: ['proportional', 'none'] },
          {
            type: 'object',
            additionalProperties: false,
            minProperties: 1,
            properties: {
              fixed: { type: 'number', minimum: 0, exclusiveMaximum: 1 },
              power: { type: 'number', exclusiveMinimum: 0 },
            },
          },
        ],
      },
      unit: { type: 'string', minLength: 1 },
    },
  },
};
