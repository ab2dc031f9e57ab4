import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeReport, type WrittenReport } from '../../src/report/write-report.js';
import { comparison } from './comparison.js';

const whole = comparison({ optimizers: ['asha', '<b>"o"'], benchmarks: ['one.a', 'two.a'] });
const folder = join(mkdtempSync(join(tmpdir(), 'report-')), 'report');
let written: WrittenReport;
let page: string;

beforeAll(async () => {
  written = await writeReport(whole, folder);
  page = readFileSync(written.page, 'utf8');
});

describe('a report', () => {
  it('has every figure as SVG, PNG and specification', () => {
    const files = readdirSync(join(folder, 'figures')).sort();
    const names = files.filter((file) => file.endsWith('.svg')).map((file) => file.slice(0, -'.svg'.length));
    expect(written.notices).toEqual([]);
    expect(names.length).toBe(written.figures);
    expect(files).toEqual(names.flatMap((name) => [`${name}.png`, `${name}.svg`, `${name}.vl.json`]).sort());
    for (const name of names) {
      const png = readFileSync(join(folder, 'figures', `${name}.png`));
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      expect(png.readUInt32BE(16)).toBeGreaterThan(500);
    }
  });

  it('has every table as CSV and Markdown', () => {
    expect(readdirSync(join(folder, 'tables')).length).toBe(2 * written.tables);
  });

  it('has the comparison as JSON', () => {
    expect(JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'))).toEqual(whole);
  });

  it('has one page that asks nothing of a network and takes no label for HTML', () => {
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
    expect(page).not.toMatch(/url\((?!#)|@import|<link/);
    expect(page).not.toContain('<b>"o"');
    expect(page).toContain('&lt;b&gt;&quot;o&quot;');
    expect(page).toContain('made &lt;up&gt;');
  });

  it('has no two elements of the same id in its page', () => {
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    for (const [, target] of page.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(target);
  });

  it('replaces an older one, and leaves none of its figures behind', async () => {
    writeFileSync(join(folder, 'figures', 'old.svg'), '');
    await writeReport(comparison({ optimizers: ['asha'], benchmarks: ['one.a'] }), folder);
    expect(readdirSync(join(folder, 'figures'))).not.toContain('old.svg');
    expect(readdirSync(join(folder, 'figures')).some((name) => name.includes('two.a'))).toBe(false);
  });

  it('is not written over something else', async () => {
    const other = mkdtempSync(join(tmpdir(), 'other-'));
    mkdirSync(join(other, 'mine'));
    await expect(writeReport(whole, other)).rejects.toThrow('the folder has something in it that is no report');
  });
});
