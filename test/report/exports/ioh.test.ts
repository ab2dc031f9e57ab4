import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStudy, runFile } from '../../../src/log/study.js';
import ioh from '../../../src/report/exports/ioh.js';
import { call } from '../../cli/hport.js';
import { recipeText, write } from '../../runner/recipe-fixture.js';
import { foreignReaders } from './foreign-readers.js';
import { emptyFolder, nastyStudy } from './study-fixture.js';

const read = await foreignReaders();

async function exported(): Promise<string> {
  const { folder, study } = nastyStudy();
  const into = emptyFolder();
  const { files, notes } = await ioh.write(study, folder, { into });
  expect(files).toEqual([
    'hb/IOHprofiler_f1_toy.one.json',
    'hb/data_f1_toy.one/IOHprofiler_f1_DIM6.dat',
    'hb/IOHprofiler_f2_toy.two.json',
    'hb/data_f2_toy.two/IOHprofiler_f2_DIM1.dat',
  ]);
  expect(notes).toEqual(['runs left out because they have no log yet: 1 of 3']);
  return into;
}

interface Row {
  readonly run_id: number;
  readonly evaluations: number;
  readonly raw_y: number;
}

interface Loaded {
  readonly overview: readonly object[];
  readonly rows: readonly Row[];
  readonly best: readonly Row[];
}

describe('the export to IOHprofiler', () => {
  it('counts every evaluation from 1, and has a value for those at the highest fidelity only', async () => {
    const into = await exported();
    expect(readFileSync(join(into, 'hb/data_f1_toy.one/IOHprofiler_f1_DIM6.dat'), 'utf8')).toBe(
      [
        'evaluations raw_y seconds full_evaluations fidelity',
        `1 0.75 1.5 ${1 / 9} ${1 / 9}`,
        `2 0.75 3 ${1 / 9 + 1} 1`,
        `3 0.75 9 ${1 / 9 + 2} 1`,
        `4 0.75 12 ${1 / 9 + 2 + 1 / 3} ${1 / 3}`,
        `5 0.875 17 ${1 / 9 + 2 + 1 / 3 + 8 / 9} 1`,
        `6 0.75 22 ${1 / 9 + 2 + 1 / 3 + 8 / 9 + 1} 1`,
        '',
      ].join('\n'),
    );
    expect(JSON.parse(readFileSync(join(into, 'hb/IOHprofiler_f1_toy.one.json'), 'utf8'))).toMatchObject({
      ...{ function_id: 1, function_name: 'toy.one', maximization: true, algorithm: { name: 'hb', info: 'hyperband' } },
      scenarios: [{ dimension: 6, runs: [{ instance: 1, seed: 7, evals: 6, best: { evals: 5, y: 0.875, x: [] } }] }],
    });
  });

  it.skipIf(read === undefined)('is read by IOHinspector, all rows and all columns', async () => {
    const [loaded] = (await read?.([['ioh', await exported()]])) as [Loaded];
    expect(loaded.overview).toMatchObject([
      { algorithm_name: 'hb', function_name: 'toy.one', dimension: 6, evals: 6, best_y: 0.875 },
      { algorithm_name: 'hb', function_name: 'toy.two', dimension: 1, evals: 3, best_y: 0.125 },
    ]);
    const one = loaded.rows.filter((row) => 'function_id' in row && row.function_id === 1);
    expect(one.map(({ evaluations, raw_y }) => [evaluations, raw_y])).toEqual([
      [1, 0.75],
      [2, 0.75],
      [3, 0.75],
      [4, 0.75],
      [5, 0.875],
      [6, 0.75],
    ]);
    expect(one[0]).toMatchObject({ seconds: 1.5, full_evaluations: 1 / 9, fidelity: 1 / 9 });
    const two = loaded.rows.filter((row) => 'function_id' in row && row.function_id === 2);
    expect(two).toMatchObject([
      { evaluations: 1, raw_y: 0.25, F2: 0.25, seconds: 1 },
      { evaluations: 2, raw_y: 0.25, F2: 0.75, seconds: 11 },
      { evaluations: 3, raw_y: 0.125, F2: 0.25, seconds: 21 },
    ]);
    const best = loaded.best.filter((row) => 'function_id' in row && row.function_id === 1);
    expect(best.at(-1)).toMatchObject({ evaluations: 5, raw_y: 0.875 });
  });

  it.skipIf(read === undefined)('has all runs of a real study, each from its first evaluation', async () => {
    const folder = join(emptyFolder(), 'study');
    const recipe = await write(recipeText({ seeds: '{ first: 3, count: 3 }' }));
    expect((await call('run', recipe, '--out', folder)).code).toBe(0);
    const study = readStudy(folder);
    const into = emptyFolder();
    await ioh.write(study, folder, { into });
    const [{ rows, overview }] = (await read?.([['ioh', into]])) as [Loaded];
    expect(overview).toHaveLength(3);
    for (const [index, run] of study.runs.entries()) {
      const observed = readFileSync(runFile(folder, run), 'utf8').match(/^\{"record":"observed"/gm)?.length;
      const own = rows.filter(({ run_id }) => run_id === index + 1);
      expect(own).toHaveLength(observed ?? 0);
      expect(own[0]?.evaluations).toBe(1);
    }
  });

  it('leaves out a run without a value at the highest fidelity, and says so', async () => {
    const { folder, study } = nastyStudy();
    const file = runFile(folder, 'toy.two.hb.7');
    writeFileSync(file, `${readFileSync(file, 'utf8').split('\n').slice(0, 3).join('\n')}\n`);
    const { files, notes } = await ioh.write(study, folder, { into: emptyFolder() });
    expect(files).toHaveLength(2);
    expect(notes).toContain('runs left out because they have no evaluation at the highest fidelity: 1');
  });
});
