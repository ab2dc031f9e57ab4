import { describe, expect, test } from 'vitest';
import { sourceMistakes } from '../../src/data/source-mistakes.js';
import { declare } from './fixture.js';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

function messages(changes: { readonly url?: string; readonly mirror?: string }): readonly string[] {
  return sourceMistakes(declare(Buffer.from(''), changes)).map(({ key, message }) => `${key}: ${message}`);
}

describe('a declared file', () => {
  test.each([
    `https://raw.githubusercontent.com/owner/name/${COMMIT}/table.csv`,
    `https://raw.githubusercontent.com/owner/name/${COMMIT}/main/table.csv`,
    'https://github.com/owner/name/releases/download/v1.0.2/main.onnx',
    'http://example.org/files/30379005',
  ])('may come from %s', (url) => {
    expect(messages({ url })).toEqual([]);
  });

  test.each([
    'https://raw.githubusercontent.com/owner/name/main/table.csv',
    'https://github.com/owner/name/raw/master/table.csv',
    'https://github.com/owner/name/raw/HEAD/table.csv',
    'https://raw.githubusercontent.com/owner/name/refs/heads/v2/table.csv',
  ])('may not come from a branch: %s', (url) => {
    expect(messages({ url })).toEqual([`url: "${url}" points to a branch, whose contents change`]);
  });

  test.each(['table.csv', 'ftp://example.org/table.csv', 'file:///etc/passwd', ''])('needs an address: %j', (url) => {
    expect(messages({ url })).toEqual([`url: "${url}" is no address`]);
  });

  test.each(['../table.csv', 'a/../../b', '/a/b', 'a//b', 'a\\b', 'a/.', '', 'a/b c', '.hidden'])(
    'lies below its mirror: %j',
    (mirror) => {
      expect(messages({ mirror })).toEqual([`mirror: "${mirror}" is no path below a mirror`]);
    },
  );
});
