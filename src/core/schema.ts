import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { closest, distance } from 'fastest-levenshtein';
import type { JsonObject } from './types.js';

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = JsonObject | boolean;

/** One thing wrong with a value: where, what is there, and what was expected. */
export interface Violation {
  /** Keys and indexes from the root. */
  readonly path: readonly (string | number)[];
  /** Without the path: `unknown key "etaa" (did you mean "eta"?)`. */
  readonly message: string;
}

/** A compiled schema. `fill` writes the schema's defaults into the value it is given; `check` changes nothing. */
export interface Schema {
  check(value: unknown): readonly Violation[];
  /** For hot paths: no messages. */
  accepts(value: unknown): boolean;
  fill(value: unknown): readonly Violation[];
}

const strict = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true });
const filling = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true, useDefaults: true });
const fast = new Ajv2020({ allowUnionTypes: true });

/** Compiles on first use. The only door to ajv. */
export function compileSchema(schema: JsonSchema): Schema {
  const lazily = (ajv: Ajv2020): (() => ValidateFunction) => {
    let compiled: ValidateFunction | undefined;
    return () => (compiled ??= ajv.compile(schema as object));
  };
  const checking = lazily(strict);
  const defaulting = lazily(filling);
  const accepting = lazily(fast);
  const run = (validate: ValidateFunction, value: unknown): readonly Violation[] =>
    validate(value) ? [] : violations(validate.errors ?? []);
  return {
    check: (value) => run(checking(), value),
    accepts: (value) => accepting()(value),
    fill: (value) => run(defaulting(), value),
  };
}

/** ` (did you mean "x"?)` for the nearest known word, or what is known; empty when nothing is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = closest(word, known);
  const longest = Math.max(word.length, nearest.length);
  // Names of two letters, such as d8 and d9, are all near each other: there the list says more.
  const near = longest > 2 && 2 * distance(word.toLowerCase(), nearest.toLowerCase()) <= longest;
  return near ? ` (did you mean "${nearest}"?)` : ` (known: ${known.slice(0, 20).join(', ')})`;
}

/** Keeps the violations that say most: those inside the alternative of a union that came nearest, never the union's own. */
function violations(errors: readonly ErrorObject[]): Violation[] {
  const telling = errors.filter((error) => !['oneOf', 'anyOf', 'if'].includes(error.keyword));
  const chosen = telling.length > 0 ? telling : errors;
  const seen = new Set<string>();
  return chosen.flatMap((error) => {
    const violation = describe(error);
    const key = JSON.stringify(violation);
    if (seen.has(key)) return [];
    seen.add(key);
    return [violation];
  });
}

function describe(error: ErrorObject): Violation {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const word = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
      const known = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
      return { path: [...path, word], message: `unknown key "${word}"${didYouMean(word, known)}` };
    }
    case 'required':
      return { path, message: `the key "${String(params['missingProperty'])}" is missing` };
    case 'enum': {
      const allowed = (params['allowedValues'] as readonly unknown[]).map(String);
      return {
        path,
        message: `${shown(error.data)} is not one of the known words${didYouMean(String(error.data), allowed)}`,
      };
    }
    case 'const':
      return { path, message: `expected ${shown(params['allowedValue'])}, found ${shown(error.data)}` };
    case 'type':
      return { path, message: `expected ${String(params['type'])}, found ${shown(error.data)}` };
    default:
      return { path, message: `${error.message ?? error.keyword}, found ${shown(error.data)}` };
  }
}

function shown(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** `optimizers[0].options.eta` */
export function formatPath(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}
