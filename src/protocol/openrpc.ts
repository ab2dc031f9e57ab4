import type { JsonSchema } from '../core/schema.js';
import type { JsonObject } from '../core/types.js';
import { ERROR_CODES, type ApplicationError } from './benchmark.js';
import { PROTOCOL_VERSION } from './descriptor.js';
import { DESCRIPTOR_SCHEMA } from './descriptor-schema.js';
import { STANDARD_CODES } from './jsonrpc.js';
import { METHOD_TABLE, RESULT_SCHEMA, type Method } from './methods.js';

const ERROR_MESSAGES: Readonly<Record<ApplicationError, string>> = {
  'invalid-configuration': 'The configuration is not in the search space.',
  'invalid-fidelity': 'The fidelity is incomplete or inadmissible.',
  'unknown-instance': 'The family has no such instance.',
  'objective-failed': 'The objective failed, or what it returned is no result.',
  'out-of-memory': 'The objective ran out of memory.',
  'checkpoint-missing': 'The checkpoint is not there.',
  cancelled: 'The host has cancelled the evaluation.',
};

const STANDARD_MESSAGES: Readonly<Record<keyof typeof STANDARD_CODES, string>> = {
  parse: 'The line is not JSON. The answer has the id null.',
  invalidRequest: 'The message is not a request, or its id is in use.',
  methodNotFound: 'There is no such method.',
  invalidParams: 'A param is missing, unknown or of another type; params are given by name.',
  internal: 'The guest itself failed.',
};

/** The OpenRPC document of the protocol; `openrpc.json` beside this file is its text. */
export function openRpcDocument(): JsonObject {
  return {
    openrpc: '1.3.2',
    info: {
      title: 'hport benchmark protocol',
      version: PROTOCOL_VERSION,
      description:
        'JSON-RPC 2.0 between a host that runs studies and a guest that evaluates one benchmark family. One message or batch a ' +
        'line, UTF-8, over the unix socket HPORT_SOCKET (the host listens) or over stdin and stdout. Bounds: 16 MiB a line to ' +
        'the guest, 1 MiB a line to the host, 64 KiB a notification, nested 200 deep; 2000 characters of a message are kept; ' +
        'metrics within +-1e150, costs up to 1e12 seconds; levels of one evaluation rise; 10,000 lines at most that neither ' +
        'answer nor report anything new. A guest that goes over them is ended. ' +
        'The end of the stream ends the guest. Descriptors carry the version of the protocol; hosts refuse another major version. ' +
        'Methods with `x-from: guest` are sent by the guest; those with `x-notification` have no id and no answer.',
    },
    methods: METHOD_TABLE.map(methodObject),
    components: {
      schemas: Object.fromEntries(Object.entries(SCHEMAS).map(([name, schema]) => [name, schema as JsonObject])),
      errors: Object.fromEntries([
        ...Object.entries(ERROR_CODES).map(([name, code]) => [
          name,
          {
            code,
            message: ERROR_MESSAGES[name as ApplicationError],
            data: {
              type: 'object',
              additionalProperties: false,
              properties: {
                cost: { type: 'number', description: 'Seconds until the failure, where the guest knows them.' },
              },
            },
          },
        ]),
        ...Object.entries(STANDARD_CODES).map(([name, code]) => [
          name,
          { code, message: STANDARD_MESSAGES[name as keyof typeof STANDARD_CODES] },
        ]),
      ]) as JsonObject,
    },
  };
}

/** Long schemas stand at the end of the document, under a name. */
const SCHEMAS: Readonly<Record<string, JsonSchema>> = { Descriptor: DESCRIPTOR_SCHEMA, Result: RESULT_SCHEMA };

function referred(schema: JsonSchema): JsonObject {
  const name = Object.keys(SCHEMAS).find((key) => SCHEMAS[key] === schema);
  return name === undefined ? (schema as JsonObject) : { $ref: `#/components/schemas/${name}` };
}

function methodObject({ name, summary, description, from, params, result, errors = [] }: Method): JsonObject {
  const standard = result === undefined ? [] : ['invalidRequest', 'invalidParams', 'internal'];
  return {
    name,
    summary,
    description,
    'x-from': from,
    ...(result === undefined ? { 'x-notification': true } : {}),
    paramStructure: 'by-name',
    params: Object.entries(params).map(([key, { summary: meaning, required, schema }]) => ({
      name: key,
      summary: meaning,
      required,
      schema,
    })),
    ...(result === undefined ? {} : { result: { name: result.name, schema: referred(result.schema) } }),
    errors: [...errors, ...standard].map((error) => ({ $ref: `#/components/errors/${error}` })),
  };
}
