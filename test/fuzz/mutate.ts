import type { Rng } from '../../src/core/rng.js';

/** Texts that have broken parsers, readers and printers of messages before, each the JSON of a value (or nearly). */
const NASTY: readonly string[] = [
  '{"toString":null}',
  '{"toString":null,"valueOf":null}',
  '{"__proto__":{"cost":1}}',
  '{"constructor":{"prototype":1}}',
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
  `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`,
  '['.repeat(2000),
  '[]',
  '{}',
  '[[],{},null]',
  'null',
  'true',
  '""',
  '"\\u0000\\u001b[2J\\u009b31m\\ud800"',
  '"toString"',
  '"__proto__"',
  `"${'x'.repeat(3000)}"`,
  '1e999',
  '-1e999',
  '1e308',
  '5e-324',
  '-0',
  '9007199254740993',
  `1${'0'.repeat(400)}`,
  '-1',
  '0.5',
  'NaN',
  'Infinity',
  'undefined',
  '10n',
  '\u0000',
  '\u2028',
  '\n',
  '\n\n\n',
  ' ',
];

const MEMBERS = ['jsonrpc', 'id', 'method', 'params', 'result', 'error', 'code', 'message', 'data', 'cost', 'metrics'];

/** Changes a line a little, up to three times, in ways that a careless or a hostile peer would. */
export function mutate(line: string, rng: Rng): string {
  let text = line;
  for (let times = 1 + rng.integer(3); times > 0; times--) text = pick(MUTATIONS, rng)(text, rng);
  return text;
}

export function pick<T>(list: readonly T[], rng: Rng): T {
  return list[rng.integer(list.length)] as T;
}

type Mutation = (text: string, rng: Rng) => string;

const MUTATIONS: readonly Mutation[] = [
  // A value of the message, at any depth: what reaches furthest into the reader.
  replaceValue,
  replaceValue,
  replaceValue,
  (text, rng) => insert(text, rng, pick(NASTY, rng)),
  (text, rng) => cutOut(text, rng),
  (text, rng) => text.slice(0, rng.integer(text.length + 1)),
  (text, rng) => insert(text, rng, String.fromCharCode(rng.integer(256))),
  (text) => `[${text}]`,
  (text) => `[${text},${text}]`,
  (text) => `${text}${text}`,
  (_, rng) => pick(NASTY, rng),
  addMember,
];

function insert(text: string, rng: Rng, more: string): string {
  const at = rng.integer(text.length + 1);
  return text.slice(0, at) + more + text.slice(at);
}

function cutOut(text: string, rng: Rng): string {
  const at = rng.integer(text.length + 1);
  return text.slice(0, at) + text.slice(at + 1 + rng.integer(8));
}

/** The values of a message are found by their text: numbers, words and flat lists are enough. */
const VALUE = /"(?:[^"\\]|\\.)*"(?!\s*:)|-?\d+(?:\.\d+)?|\{[^{}]*\}|true|false|null/g;

function replaceValue(text: string, rng: Rng): string {
  if (text.length > 20_000) return text;
  const found = [...text.matchAll(VALUE)];
  if (found.length === 0) return text;
  const { index, 0: value } = pick(found, rng);
  return text.slice(0, index) + pick(NASTY, rng) + text.slice(index + value.length);
}

function addMember(text: string, rng: Rng): string {
  const at = text.indexOf('{', rng.integer(text.length + 1));
  if (at < 0) return text;
  return `${text.slice(0, at + 1)}"${pick(MEMBERS, rng)}":${pick(NASTY, rng)},${text.slice(at + 1)}`;
}
