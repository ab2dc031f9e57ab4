import { readFileSync } from 'node:fs';
import { infrastructureError, messageOf } from '../core/errors.js';
import { formatPath, type Schema } from '../core/schema.js';

export interface JsonFileOptions {
  /** Numbers may be a bare `NaN`, which Python writes and JSON does not have: they are read as null. */
  readonly nan?: boolean;
}

/**
 * Reads a file of JSON that has to fit a schema, whose type is the caller's to know.
 * @throws SuiteError of code 'infrastructure' with the file, and the key where there is one
 */
export function readJsonFile(file: string, schema: Schema, { nan = false }: JsonFileOptions = {}): unknown {
  const text = readFileSync(file, 'utf8');
  const value = parse(nan ? text.replace(BARE_NAN, (match) => (match === 'NaN' ? 'null' : match)) : text, file);
  if (schema.accepts(value)) return value;
  const [wrong] = schema.check(value);
  throw infrastructureError(wrong?.message ?? 'it has another shape', { file, key: formatPath(wrong?.path ?? []) });
}

/** A string, which stays as it is, or a NaN outside of strings. */
const BARE_NAN = /"(?:[^"\\]|\\.)*"|\bNaN\b/g;

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw infrastructureError(`this is no JSON: ${messageOf(error)}`, { file, cause: error });
  }
}
