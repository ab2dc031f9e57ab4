import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv, type Csv } from '../../src/data/csv.js';

const place = mkdtempSync(join(tmpdir(), 'hport-csv-'));
let files = 0;

function csvOf(text: string): Csv {
  const file = join(place, `${files++}.csv`);
  writeFileSync(file, text);
  return readCsv(file);
}

describe('a file of comma-separated values', () => {
  it('is read with or without a last line break, with LF or CRLF, with a byte order mark and empty lines', () => {
    for (const text of ['a,b\n1,2\n3,4', 'a,b\n1,2\n3,4\n', '\ufeffa,b\r\n1,2\r\n3,4\r\n', 'a,b\n\n1,2\n\r\n3,4\n\n']) {
      const csv = csvOf(text);
      expect([csv.header, csv.rows, [...csv.numbers('a')], csv.texts('b')]).toEqual([
        ['a', 'b'],
        2,
        [1, 3],
        ['2', '4'],
      ]);
    }
  });

  it('may have quotes around a field, around commas and line breaks, and doubled inside', () => {
    const csv = csvOf('"a","b, c"\n"1","x ""y"""\n2,"l1\nl2"\n');
    expect(csv.header).toEqual(['a', 'b, c']);
    expect(csv.texts('b, c')).toEqual(['x "y"', 'l1\nl2']);
    expect([...csv.numbers('a')]).toEqual([1, 2]);
  });

  it('has numbers exactly as JavaScript reads them, and NaN for what is missing', () => {
    expect([...csvOf('a,b\n63.36399998046875,\n1e-7,nan\n-0,NA\n,null\n').numbers('a')]).toEqual([
      63.36399998046875,
      1e-7,
      -0,
      NaN,
    ]);
    expect([...csvOf('a,b\n1,\n1,nan\n1,NA\n1,None\n').numbers('b')]).toEqual([NaN, NaN, NaN, NaN]);
  });

  it('gives back what was written, whatever it is', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', ',', '"', '\n', '\r', ' ', '1') });
    const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 8 }), (rows) => {
        const csv = csvOf(`x,y\n${rows.map((row) => row.map(quoted).join(',')).join('\n')}\n`);
        expect(csv.texts('x')).toEqual(rows.map(([x]) => x));
        expect(csv.texts('y')).toEqual(rows.map(([, y]) => y));
      }),
    );
  });

  it.each([
    ['a,b\n1,2\n3\n', /1 fields, and the header has 2/],
    ['a,b\n1,2,3\n', /3 fields, and the header has 2/],
    ['a,b\n1,"2\n', /a quote is not closed/],
    ['', /the file is empty/],
  ])('%j is refused', (text, message) => {
    expect(() => csvOf(text)).toThrow(message);
  });

  it('names the line and the column of what is no number, and the nearest column for one that is not there', () => {
    const csv = csvOf('loss,b\n1,2\n3,four\n5,6\n');
    expect(() => csv.numbers('b')).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ line: 3, key: 'b' }) as object }),
    );
    expect(() => csv.numbers('los')).toThrow(/there is no column "los" \(did you mean "loss"\?\)/);
    expect(() => csvOf('a\n1"2"\n').texts('a')).toThrow(/a quote in the middle/);
  });
});
