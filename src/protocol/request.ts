import type { EvaluateParams } from './benchmark.js';
import { isId, isRecord, METHODS, STANDARD_CODES, type Id, type JsonRecord } from './jsonrpc.js';

export interface Describe {
  readonly method: 'describe';
  readonly id: Id;
  readonly instance: string;
}
export interface Evaluate {
  readonly method: 'evaluate';
  readonly id: Id;
  readonly params: EvaluateParams;
}
export interface Cancel {
  readonly method: 'cancel';
  /** Undefined for a notification, which nobody answers. */
  readonly id: Id | undefined;
  readonly target: Id;
}
export interface Release {
  readonly method: 'release';
  readonly id: Id | undefined;
  readonly checkpoints: readonly string[];
}
export interface Refused {
  readonly method: undefined;
  readonly id: Id | undefined;
  readonly code: number;
  readonly message: string;
}

export type Request = Describe | Evaluate | Cancel | Release | Refused;

/**
 * One message of a host, made typed by hand: every evaluation passes here. Undefined for calls of `describe` and
 * `evaluate` that ask for no answer.
 */
export function readRequest(message: unknown): Request | undefined {
  if (!isRecord(message)) return refuse(null, 'invalidRequest', 'a request is an object');
  const { jsonrpc, id, method, params } = message;
  if (id !== undefined && !isId(id)) return refuse(null, 'invalidRequest', 'an id is a number, a string or null');
  if (jsonrpc !== '2.0') return refuse(id ?? null, 'invalidRequest', 'the member "jsonrpc" must be "2.0"');
  if (typeof method !== 'string') return refuse(id ?? null, 'invalidRequest', 'the method is a string');
  if (!Object.hasOwn(METHODS, method) || method === METHODS.progress) {
    return refuse(id, 'methodNotFound', `there is no method "${method}"`);
  }
  if (!isRecord(params)) return refuse(id, 'invalidParams', `${method} takes an object of params, by name`);
  if (method === METHODS.describe) return readDescribe(id, params);
  if (method === METHODS.evaluate) return readEvaluate(id, params);
  return method === METHODS.cancel ? readCancel(id, params) : readRelease(id, params);
}

/** An object that is no JSON-RPC at all: an engine's attach may write its options into a guest's stdin. */
export function isStray(message: unknown): boolean {
  return isRecord(message) && !('jsonrpc' in message || 'id' in message || 'method' in message);
}

/** What could not even be parsed. */
export const UNPARSEABLE: Refused = refuse(null, 'parse', 'the line is not JSON');
export const EMPTY_BATCH: Refused = refuse(null, 'invalidRequest', 'a batch is not empty');

function refuse(id: Id | undefined, code: keyof typeof STANDARD_CODES, message: string): Refused {
  return { method: undefined, id, code: STANDARD_CODES[code], message };
}

function readDescribe(id: Id | undefined, params: JsonRecord): Request | undefined {
  for (const key in params) if (key !== 'instance') return refuse(id, 'invalidParams', `unknown key "${key}"`);
  const { instance } = params;
  if (typeof instance !== 'string') return refuse(id, 'invalidParams', 'instance is a string');
  return id === undefined ? undefined : { method: 'describe', id, instance };
}

function readEvaluate(id: Id | undefined, params: JsonRecord): Request | undefined {
  const wrong = wrongEvaluate(params);
  if (wrong !== undefined) return refuse(id, 'invalidParams', wrong);
  return id === undefined ? undefined : { method: 'evaluate', id, params: params as unknown as EvaluateParams };
}

const LARGEST_SEED = 2 ** 31 - 1;

function wrongEvaluate(params: JsonRecord): string | undefined {
  for (const key in params) {
    switch (key) {
      case 'instance':
      case 'configuration':
      case 'fidelity':
      case 'seed':
        break;
      case 'checkpoint':
        if (typeof params[key] !== 'string') return 'checkpoint is a string';
        break;
      case 'progress':
      case 'keep':
        if (typeof params[key] !== 'boolean') return `${key} is true or false`;
        break;
      default:
        return `unknown key "${key}"`;
    }
  }
  const { instance, configuration, fidelity, seed } = params;
  if (typeof instance !== 'string') return 'instance is a string';
  if (!isRecord(configuration)) return 'configuration is an object';
  if (!isRecord(fidelity)) return 'fidelity is an object';
  if (typeof seed !== 'number' || !Number.isInteger(seed) || seed < 0 || seed > LARGEST_SEED) {
    return `seed is an integer in 0..${LARGEST_SEED}`;
  }
  return undefined;
}

function readCancel(id: Id | undefined, params: JsonRecord): Request {
  for (const key in params) if (key !== 'id') return refuse(id, 'invalidParams', `unknown key "${key}"`);
  const target = params['id'];
  return isId(target) ? { method: 'cancel', id, target } : refuse(id, 'invalidParams', 'id is that of a request');
}

function readRelease(id: Id | undefined, params: JsonRecord): Request {
  for (const key in params) if (key !== 'checkpoints') return refuse(id, 'invalidParams', `unknown key "${key}"`);
  const { checkpoints } = params;
  if (!Array.isArray(checkpoints) || !checkpoints.every((token) => typeof token === 'string')) {
    return refuse(id, 'invalidParams', 'checkpoints is a list of tokens');
  }
  return { method: 'release', id, checkpoints };
}
