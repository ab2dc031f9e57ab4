import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileSchema } from '../../src/core/schema.js';
import { readJsonFile } from '../../src/data/json-file.js';

const schema = compileSchema({ type: 'object', additionalProperties: { type: 'array', items: { type: 'number' } } });

function write(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'hport-json-')), 'rows.json');
  writeFileSync(file, text);
  return file;
}

it('reads what fits its schema', () => {
  expect(readJsonFile(write('{"a": [1, 2.5]}'), schema)).toEqual({ a: [1, 2.5] });
});

it('names the place that does not fit, and says what is no JSON', () => {
  const file = write('{"a": [1, "two"]}');
  expect(() => readJsonFile(file, schema)).toThrow(expect.objectContaining({ details: { file, key: 'a[1]' } }));
  expect(() => readJsonFile(write('{"a": [NaN]}'), schema)).toThrow(/this is no JSON/);
});

it('reads a bare NaN as null where that is asked for, and leaves texts alone', () => {
  const numbers = compileSchema({ type: 'object', additionalProperties: { type: 'array' } });
  const file = write('{"a NaN": [NaN, 1, NaN], "b": ["NaN", "\\"NaN"]}');
  expect(readJsonFile(file, numbers, { nan: true })).toEqual({ 'a NaN': [null, 1, null], b: ['NaN', '"NaN'] });
  expect(() => readJsonFile(file, numbers)).toThrow(/this is no JSON/);
});
