import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { planStudy } from '../../../src/runner/plan.js';
import { readRecipe } from '../../../src/runner/recipe.js';
import { runStudy } from '../../../src/runner/study.js';
import type { StudyResult } from '../../../src/runner/summary.js';
import { csvText, toyLines } from './toy.js';
import { writeTableFamily } from './write-family.js';

afterEach(() => void vi.unstubAllEnvs());

/** One optimizer on the toy, with many seeds side by side. */
async function study(engine: string, seeds: number): Promise<StudyResult> {
  const place = mkdtempSync(join(tmpdir(), 'hport-table-study-'));
  const recipe = `
study: tables
benchmarks: [{ family: toy-table, instance: only }]
optimizers: [{ name: random-search }]
seeds: { first: 0, count: ${seeds} }
budget: { evaluations: 40 }
workers: { count: 4 }
concurrency: ${seeds}
engine: ${engine}
`;
  writeFileSync(join(place, 'recipe.yaml'), recipe);
  return await runStudy(await planStudy(await readRecipe(join(place, 'recipe.yaml'))), join(place, 'study'));
}

function logsOf({ folder }: StudyResult): readonly string[] {
  const names = readdirSync(join(folder, 'runs')).sort();
  return names.map((name) => readFileSync(join(folder, 'runs', name), 'utf8'));
}

describe('a study on a table', () => {
  it('reads it once for 16 runs side by side', async () => {
    const reader = `import { appendFileSync } from 'node:fs';
      export default {
        read: ({ folder }) => {
          appendFileSync(folder + '/reads.txt', 'once');
          const shape = { rows: 6, levels: [[1, 3, 9], [0.5, 1]], replicates: 1 };
          return { ...shape, columns: { loss: new Float64Array(36), params: new Float64Array(6) }, cost: new Float64Array(36).fill(1) };
        },
      };`;
    const folder = writeTableFamily({ 'table.js': reader }, { find: 'grid' });
    const { runs } = await study('inline', 16);
    expect(runs.map(({ state }) => state)).toEqual(Array.from({ length: 16 }, () => 'completed'));
    expect(readFileSync(join(folder, 'reads.txt'), 'utf8')).toBe('once');
  });

  it('has the same logs on the engines inline and process, cells that are missing and runs that failed among them', async () => {
    const lines = toyLines(3).flatMap((line): readonly object[] => {
      if (line.op === 'a' && line.replicate === 2) return [];
      if (line.op === 'c' && line.epoch === 9 && line.replicate === 1) return [];
      const failed = line.op === 'b' && line.width === 8 && line.replicate === 0;
      return line.op === 'c' && line.width === 8
        ? [{ ...line, loss: '', failed: 0 }]
        : [{ ...line, failed: Number(failed) }];
    });
    writeTableFamily({ 'rows.csv': csvText(lines) }, { file: 'rows.csv', replicates: 'seed' });
    const [inline, process] = [await study('inline', 2), await study('process', 2)];
    expect(logsOf(process)).toEqual(logsOf(inline));
    const text = logsOf(inline).join('');
    expect(text).toContain('"code":"objective-failed","message":"the recorded run failed"');
    expect(text).toContain('refused, not invented');
  });

  it('stops with what is wrong in the file, and tells the optimizer nothing', async () => {
    writeTableFamily({ 'rows.csv': csvText(toyLines(1)).replace(',1.', ',low') }, { file: 'rows.csv' });
    const { runs } = await study('inline', 1);
    expect(runs[0]).toMatchObject({ state: 'failed', evaluations: 0 });
    expect(runs[0]?.error?.message).toMatch(/expected a number, found "low/);
  });
});
