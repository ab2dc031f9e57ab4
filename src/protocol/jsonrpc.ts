import { plainText } from '../core/plain-text.js';
import type { JsonObject } from '../core/types.js';
import { DEEPEST } from './bounds.js';
import { ERROR_CODES, type ApplicationError, type EvaluationError } from './benchmark.js';

/** Null is what the specification discourages, and what an answer carries when no id could be read. */
export type Id = number | string | null;

/** The specification's own codes. */
export const STANDARD_CODES = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
} as const;

/** Methods that the guest answers, then notifications that it takes, then the one it sends. */
export const METHODS = {
  describe: 'describe',
  evaluate: 'evaluate',
  cancel: 'cancel',
  release: 'release',
  progress: 'progress',
} as const;

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isId(value: unknown): value is Id {
  return typeof value === 'string' || value === null || Number.isFinite(value);
}

/** The value of a line; undefined, which JSON has not, when it is not JSON. */
export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether a line is not nested so deeply that parsing it takes long, or that whoever walks through its value runs out of stack. */
export function isShallow(line: string): boolean {
  // A shorter line cannot do harm, and nearly all are shorter.
  return line.length <= 1024 || depthOf(line) <= DEEPEST;
}

/** How many brackets are open at once, as far as that is not too many. */
function depthOf(line: string): number {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < line.length && depth <= DEEPEST; i++) {
    const code = line.charCodeAt(i);
    if (inText) {
      if (code === 92) i++;
      else if (code === 34) inText = false;
    } else if (code === 34) inText = true;
    else if (code === 91 || code === 123) depth++;
    else if (code === 93 || code === 125) depth--;
  }
  return depth;
}

/** Messages are put together as text: only what varies is stringified. None contains a newline. */
export function encodeRequest(id: number, method: string, params: object): string {
  return `{"jsonrpc":"2.0","id":${id},"method":"${method}","params":${JSON.stringify(params)}}`;
}

export function encodeNotification(method: string, params: object): string {
  return `{"jsonrpc":"2.0","method":"${method}","params":${JSON.stringify(params)}}`;
}

export function encodeResult(id: Id, result: object | null): string {
  return `{"jsonrpc":"2.0","id":${encodeId(id)},"result":${JSON.stringify(result)}}`;
}

export function encodeError(id: Id, code: number, message: string, data?: JsonObject): string {
  const short = plainText(message);
  const error = data === undefined ? { code, message: short } : { code, message: short, data };
  return `{"jsonrpc":"2.0","id":${encodeId(id)},"error":${JSON.stringify(error)}}`;
}

export function encodeEvaluationError(id: Id, { code, message, cost }: EvaluationError): string {
  return encodeError(id, ERROR_CODES[code], message, cost === undefined ? undefined : { cost });
}

function encodeId(id: Id): string {
  return typeof id === 'number' ? String(id) : JSON.stringify(id);
}

const NAMES = new Map(Object.entries(ERROR_CODES).map(([name, code]) => [code, name as ApplicationError]));

/** The name of an application error's code. */
export function errorName(code: unknown): ApplicationError | undefined {
  return NAMES.get(code as number);
}
