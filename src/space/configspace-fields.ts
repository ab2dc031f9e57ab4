import { userError } from '../core/errors.js';
import { didYouMean } from '../core/schema.js';
import type { Value } from '../core/types.js';
import { cut, show } from './words.js';

/** The members of one object of a foreign file, read one by one: each reader throws with the path of the key at fault. */
export interface Fields {
  readonly key: string;
  has(word: string): boolean;
  /** Null counts as absent: ConfigSpace writes it for what is not set. */
  get(word: string): unknown;
  text(word: string): string;
  number(word: string): number;
  flag(word: string): boolean;
  value(word: string): Value;
  values(word: string): readonly Value[];
  list(word: string): readonly unknown[];
  /** @throws SuiteError of code 'user' for a key that is not among the known ones. */
  only(known: readonly string[]): void;
}

/** @throws SuiteError of code 'user' when it is not an object. */
export function fieldsOf(json: unknown, key: string): Fields {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw wrong(key, `expected an object, found ${show(json)}`);
  }
  const at = (word: string): string => (key === '' ? word : `${key}.${word}`);
  const get = (word: string): unknown =>
    Object.hasOwn(json, word) ? ((json as Record<string, unknown>)[word] ?? undefined) : undefined;
  const need = (word: string, right: (value: unknown) => boolean, expected: string): unknown => {
    const value = get(word);
    if (value === undefined) throw wrong(key, `the key "${word}" is missing`);
    if (!right(value)) throw wrong(at(word), `expected ${expected}, found ${show(value)}`);
    return value;
  };
  const list = (word: string): readonly unknown[] =>
    need(word, (value) => Array.isArray(value), 'a list') as readonly unknown[];
  return {
    key,
    has: (word) => get(word) !== undefined,
    get,
    text: (word) => need(word, (value) => typeof value === 'string', 'a text') as string,
    number: (word) => need(word, (value) => Number.isFinite(value), 'a finite number') as number,
    flag: (word) => get(word) !== undefined && (need(word, isFlag, 'true or false') as boolean),
    value: (word) => need(word, isValue, 'a text, a number, true or false') as Value,
    values: (word) => {
      const values = list(word);
      const bad = values.findIndex((value) => !isValue(value));
      if (bad < 0) return values as readonly Value[];
      throw wrong(`${at(word)}[${bad}]`, `expected a text, a number, true or false, found ${show(values[bad])}`);
    },
    list,
    only: (known) => {
      const word = Object.keys(json).find((word) => !known.includes(word));
      if (word !== undefined) throw wrong(at(word), `unknown key ${show(word)}${didYouMean(cut(word), known)}`);
    },
  };
}

/** An error about a ConfigSpace file. */
export function wrong(key: string, message: string, mend = 'Mend the ConfigSpace file.'): Error {
  return userError(message, key === '' ? { mend } : { key, mend });
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isValue(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
