import type { JsonSchema } from '../core/schema.js';

const TEXT = { type: 'string', minLength: 1 } as const;

/** What `benchmark.yaml` may say under `data`: shape only, `sourceMistakes` finds what makes no sense. */
export const DATA_SCHEMA: JsonSchema = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    additionalProperties: false,
    required: ['url', 'sha256', 'size', 'mirror'],
    properties: {
      url: TEXT,
      sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
      size: { type: 'integer', minimum: 0 },
      mirror: TEXT,
      licence: TEXT,
      conversion: TEXT,
    },
  },
};
