import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listExports, loadExport } from '../../../src/report/exports/registry.js';
import { call } from '../../cli/hport.js';
import { emptyFolder, nastyStudy } from './study-fixture.js';

describe('formats', () => {
  it('are found by the names of their files, and have one line each', async () => {
    const formats = await listExports();
    const known = ['configspace', 'csv', 'ioh', 'optuna-journal', 'parquet', 'smac3'];
    expect(formats.map(({ name }) => name)).toEqual(expect.arrayContaining(known));
    for (const { name, summary } of formats) {
      expect(await loadExport(name)).toMatchObject({ name });
      expect(summary).toMatch(/^[^\n]{10,110}$/);
    }
  });
});

describe('hport export', () => {
  it('writes each format into a folder of its own and says so', async () => {
    const { folder } = nastyStudy();
    const { code, stdout, stderr } = await call('export', folder, '--to', 'csv', '--to', 'configspace');
    expect(code).toBe(0);
    expect(stdout).toBe(
      `csv: 4 files in ${join(folder, 'exports/csv')}\nconfigspace: 4 files in ${join(folder, 'exports/configspace')}\n`,
    );
    expect(stderr).toBe('csv: runs left out because they have no log yet: 1 of 3\n');
  });

  it('answers in JSON and takes several formats after one --to', async () => {
    const { folder } = nastyStudy();
    const out = join(emptyFolder(), 'out');
    const { code, stdout } = await call('export', folder, '--to', 'configspace', 'parquet', '--out', out, '--json');
    expect(code).toBe(0);
    const { study, exports } = JSON.parse(stdout) as { study: string; exports: { format: string; files: string[] }[] };
    expect([study, exports.map(({ format }) => format)]).toEqual(['nasty', ['configspace', 'parquet']]);
    for (const { format, files } of exports) {
      expect(files.every((file) => existsSync(join(out, format, file)))).toBe(true);
    }
  });

  it('writes nothing over, and nothing at all where one of the formats cannot be written', async () => {
    const { folder } = nastyStudy();
    mkdirSync(join(folder, 'exports/csv'), { recursive: true });
    const { code, stderr } = await call('export', folder, '--to', 'configspace', 'csv');
    expect(code).toBe(2);
    expect(stderr).toMatch(/exports\/csv: there is something here already\n {2}Delete it, or choose/);
    expect(readdirSync(join(folder, 'exports'))).toEqual(['csv']);
  });

  it('knows the nearest word to an unknown format', async () => {
    const { code, stderr } = await call('export', nastyStudy().folder, '--to', 'parket');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('there is no format "parket" (did you mean "parquet"?)'),
    ]);
  });

  it('refuses a folder that is no study, and a call that names no format', async () => {
    const folder = emptyFolder();
    const { code, stderr } = await call('export', folder, '--to', 'csv');
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${folder}: there is no study in this folder`)]);
    expect((await call('export', folder)).stderr).toMatch(/required option '--to <format...>'/);
  });

  it('explains its formats in its help', async () => {
    const { stdout } = await call('export', '--help');
    const lines = stdout.split('\n');
    for (const { name, summary } of await listExports()) {
      expect(lines.some((line) => line.startsWith(`  ${name} `) && line.endsWith(`  ${summary}`))).toBe(true);
    }
    expect(stdout).toMatch(/^Examples:$/m);
  });
});
