import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../src/core/package.js';
import { BECAUSE } from './validate/because.js';
import { documentText, sampleFile } from './validate/document.js';
import { loadValidation, validationNames } from './validate/registry.js';
import { kept, parseSample, sampleText, type Sample } from './validate/sample.js';

const docs = join(packageRoot(), 'docs');
const names = validationNames();

const keptSample = (name: string, folder = docs): Sample => parseSample(readFileSync(sampleFile(folder, name), 'utf8'));

describe('docs/validation.md', () => {
  it('is what the kept values make', async () => {
    const text = readFileSync(join(docs, 'validation.md'), 'utf8');
    expect(await documentText(docs), 'stale: `npm run validate` writes it').toBe(text);
  });

  it.each(names)('has values of %s that come out again, where they are quick to make', async (name) => {
    const { series, slow = [], run, hindrance } = await loadValidation(name);
    const { rows } = keptSample(name);
    expect([...rows.keys()]).toEqual(series);
    if (hindrance?.() !== undefined) return;
    for (const each of series.filter((one) => !slow.includes(one))) {
      const values = (await run(each, 0)).map(kept);
      expect(values, `${each}: stale, \`npm run validate -- ${name}\` makes it again`).toEqual(rows.get(each)?.[0]);
    }
  });

  it('has a reason for every miss, and for nothing else', async () => {
    const sections = await Promise.all(
      names.map(async (name) => (await loadValidation(name)).section(keptSample(name))),
    );
    const misses = sections.flatMap(({ checks }) => checks.filter(({ met }) => !met).map((check) => check.name));
    expect(Object.keys(BECAUSE).sort()).toEqual(misses.sort());
  });
});

describe('npm run validate', () => {
  const call = promisify(execFile);
  const validate = async (...args: readonly string[]): Promise<string> => {
    await call(process.execPath, ['src/setup.mjs'], { cwd: packageRoot() });
    return (await call(process.execPath, ['dist/test/validate/main.js', ...args], { cwd: packageRoot() })).stderr;
  };

  it('runs a part in threads and leaves the same values', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hport-validate-'));
    expect(await validate('tpe', '--seeds', '2', '--into', folder)).toContain('tpe: 12 of 12 runs');
    const first = [...keptSample('tpe').rows].map(([series, rows]) => [series, rows.slice(0, 2)]);
    expect([...keptSample('tpe', folder).rows]).toEqual(first);
    const text = readFileSync(join(folder, 'validation.md'), 'utf8');
    expect(text).toContain('`npm run validate -- counting-ones` does');
  }, 120_000);

  it('names what there is to those who ask for something else', async () => {
    await expect(validate('tpa')).rejects.toThrow(`there is no validation "tpa"; there are ${names.join(', ')}`);
    await expect(validate('--seeds', '0')).rejects.toThrow('--seeds takes a whole number from 1, not "0"');
  }, 120_000);
});

describe('kept values', () => {
  it('are read as they were written, runs that ended early among them', () => {
    const sample = {
      columns: ['1', '5'],
      rows: new Map([
        ['a', [[0.5, 1e-7], [3]]],
        ['b', [[2, 4]]],
      ]),
    };
    expect(sampleText(sample)).toBe('series,seed,1,5\na,0,0.5,1e-7\na,1,3,\nb,0,2,4\n');
    expect(parseSample(sampleText(sample))).toEqual(sample);
  });

  it('have all seeds, in order', () => {
    expect(() => parseSample('series,seed,1\na,1,0.5\n')).toThrow('a has no seed 0 before a,1,0.5');
  });
});
