import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { csv } from '../../src/report/tables/parts/csv.js';
import { markdown } from '../../src/report/tables/parts/markdown.js';
import { listTables } from '../../src/report/tables/registry.js';
import { comparison } from './comparison.js';

const tables = await listTables();
const whole = comparison({ optimizers: ['asha', 'b, "o"'], benchmarks: ['one.a', 'two.a'] });

describe('the tables', () => {
  it('are the files of their folder', () => {
    const files = readdirSync(new URL('../../src/report/tables/', import.meta.url)).filter((file) =>
      file.endsWith('.ts'),
    );
    expect(tables.map(({ name }) => `${name}.ts`).sort()).toEqual(
      files.filter((file) => !['table.ts', 'registry.ts'].includes(file)).sort(),
    );
  });

  it.each(tables)('$name: every row has the same keys, and numbers are finite', ({ rows, title, about }) => {
    const all = rows(whole);
    expect(all.length).toBeGreaterThan(0);
    expect(new Set(all.map((row) => Object.keys(row).join())).size).toBe(1);
    expect(
      all.flatMap((row) => Object.values(row)).every((cell) => typeof cell !== 'number' || Number.isFinite(cell)),
    ).toBe(true);
    expect(title).not.toBe('');
    expect(about).toMatch(/\.$/);
  });
});

describe('CSV', () => {
  it('escapes commas, quotes and new lines, keeps numbers in full, and leaves out what is not known', () => {
    const rows = [{ 'a,b': 'x "y"', n: 1 / 3, none: null, lines: 'one\ntwo' }];
    expect(csv(rows)).toBe('"a,b",n,none,lines\r\n"x ""y""",0.3333333333333333,,"one\ntwo"\r\n');
  });
});

describe('Markdown', () => {
  it('escapes bars, puts numbers to the right with 6 digits, and has one line a row', () => {
    expect(
      markdown([
        { a: 'x|y', n: 1 / 3 },
        { a: 'one\ntwo', n: null },
      ]),
    ).toBe(
      [
        '| a       |        n |',
        '| :------ | -------: |',
        '| x\\|y    | 0.333333 |',
        '| one two |          |',
        '',
      ].join('\n'),
    );
  });
});
