import { readFileSync } from 'node:fs';
import { infrastructureError, messageOf } from '../core/errors.js';
import { formatPath, type Schema } from '../core/schema.js';

/**
 * Reads a file of JSON that has to fit a schema, whose type is the caller's to know.
 * @throws SuiteError of code 'infrastructure' with the file, and the key where there is one
 */
export function readJsonFile(file: string, schema: Schema): unknown {
  const value = parse(file);
  if (schema.accepts(value)) return value;
  const [wrong] = schema.check(value);
  throw infrastructureError(wrong?.message ?? 'it has another shape', { file, key: formatPath(wrong?.path ?? []) });
}

function parse(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw infrastructureError(`this is no JSON: ${messageOf(error)}`, { file, cause: error });
  }
}
