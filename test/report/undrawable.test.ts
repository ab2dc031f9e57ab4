import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.js';
import { createReport } from '../../src/report/report.js';
import { renderSvg } from '../../src/report/render.js';
import { writeReport } from '../../src/report/write-report.js';
import { ERROR, writeStudy, type WrittenEvaluation } from '../analysis/study-fixture.js';
import { comparison } from './comparison.js';

async function written(evaluation: (seed: number, i: number) => WrittenEvaluation): Promise<string> {
  const metrics = { error: { direction: 'minimize', role: 'objective', optimum: 0 } } as const;
  const folder = writeStudy(join(mkdtempSync(join(tmpdir(), 'undrawable-')), 'study'), {
    benchmarks: { 'f.a': { ...ERROR, metrics } },
    optimizers: ['random-search', 'hyperband'],
    seeds: [0, 1, 2],
    budget: { evaluations: 30 },
    run: (_, __, seed) => ({ evaluations: Array.from({ length: 30 }, (___, i) => evaluation(seed, i)) }),
  });
  const compared = await analyse([folder], { draws: 50, rankDraws: 50 });
  // Plain JSON: nothing in it is NaN or infinite.
  expect(JSON.parse(JSON.stringify(compared))).toEqual(compared);
  const { page } = await writeReport(compared, join(folder, 'report'));
  return readFileSync(page, 'utf8');
}

it.each([1e154, 1e160, 1e300, Number.MAX_VALUE])(
  'a report has its page also where an objective is %d',
  async (most) => {
    const page = await written((seed, i) => ({
      metrics: { error: most / (1 + ((i * 7 + seed) % 11)) },
      configuration: { x: ((i * 13 + seed) % 17) / 17 },
    }));
    expect(page).toContain('random-search');
  },
);

it('a report has its page also where evaluations cost next to nothing', async () => {
  const page = await written((_, i) => ({ metrics: { error: 1 / (1 + i) }, start: i * 5e-324, cost: 5e-324 }));
  expect(page).toContain('random-search');
});

it('a figure that cannot be drawn is a note, and the others are there', async () => {
  const whole = comparison({ optimizers: ['asha'], benchmarks: ['one.a'] });
  const endless = whole.curves.map((curve) =>
    curve.view === 'any' ? { ...curve, x: [1, 2, 3, 4, 5, Infinity] } : curve,
  );
  const { undrawn, sections } = await createReport({ ...whole, curves: endless }, renderSvg);
  expect(undrawn.join('\n')).toMatch(/^The figure "one\.a: error" of "[^"]+" cannot be drawn: /m);
  const { undrawn: none, sections: all } = await createReport(whole, renderSvg);
  expect(none).toEqual([]);
  expect(sections.length).toBeGreaterThanOrEqual(all.length - 1);
  const folder = join(mkdtempSync(join(tmpdir(), 'undrawn-')), 'report');
  const { notices, page } = await writeReport({ ...whole, curves: endless }, folder);
  expect(notices.filter((each) => each.includes('cannot be drawn'))).toEqual(undrawn);
  expect(readFileSync(page, 'utf8')).toContain('cannot be drawn');
});
