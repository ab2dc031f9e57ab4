import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import optunaJournal from '../../../src/report/exports/optuna-journal.js';
import { foreignReaders } from './foreign-readers.js';
import { emptyFolder, nastyStudy } from './study-fixture.js';

const read = await foreignReaders();
const NAME = `1<-0 "it's"`;

async function exported(): Promise<string> {
  const { folder, study } = nastyStudy();
  const into = emptyFolder();
  const { files, notes } = await optunaJournal.write(study, folder, { into });
  expect(files).toEqual(['toy.one.log', 'toy.two.log']);
  expect(notes).toEqual(['runs left out because they have no log yet: 1 of 3']);
  return into;
}

interface Trial {
  readonly state: string;
  readonly values: readonly number[] | null;
}

interface Study {
  readonly best: readonly number[];
  readonly trials: readonly Trial[];
}

describe('the export to Optuna', () => {
  it('has one line for a study, one a trial, and the attributes of both', async () => {
    const lines = readFileSync(join(await exported(), 'toy.one.log'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { op_code: number });
    expect(lines.filter(({ op_code }) => op_code === 0)).toEqual([
      { op_code: 0, worker_id: 'hport', study_name: 'toy.one.hb.7', directions: [2] },
    ]);
    expect(lines.filter(({ op_code }) => op_code === 4)).toHaveLength(6);
    expect(new Set(lines.map(({ op_code }) => op_code))).toEqual(new Set([0, 2, 3, 4]));
  });

  it.skipIf(read === undefined)('is read by Optuna: states, values at the highest fidelity, its own sign', async () => {
    const [studies] = (await read?.([['optuna-journal', join(await exported(), 'toy.one.log')]])) as [Study[]];
    const [study] = studies;
    expect(study).toMatchObject({
      name: 'toy.one.hb.7',
      directions: ['MAXIMIZE'],
      metrics: ['accuracy'],
      attributes: { benchmark: 'toy.one', seed: 7, step: 'epochs' },
      best: [0],
    });
    expect(study?.trials.map(({ state, values }) => [state, values])).toEqual([
      ['COMPLETE', [0.875]],
      ['COMPLETE', [0.75]],
      ['FAIL', null],
      ['PRUNED', null],
      ['FAIL', null],
      ['RUNNING', null],
    ]);
    expect(study?.trials[0]).toEqual({
      ...{ state: 'COMPLETE', values: [0.875], steps: { 1: 0.5, 9: 0.875 }, evaluations: 2 },
      params: { lr: 1e-5, units: 4, [NAME]: '', flag: true, rate: 0.5, depth: 2, kind: 'tree' },
      ...{ start: '2000-01-01T00:00:00', seconds: 17 },
      distributions: [
        ...Array<string>(4).fill('CategoricalDistribution'),
        'FloatDistribution',
        ...Array<string>(2).fill('IntDistribution'),
      ],
    });
    expect(study?.trials[3]).toMatchObject({ steps: { 3: 0.1 }, start: '2000-01-01T00:00:09', seconds: 3 });
    expect(study?.trials[3]).not.toHaveProperty('params.depth');
    expect(study?.trials[5]).toMatchObject({ start: '2000-01-01T00:00:22', seconds: null });
  });

  it.skipIf(read === undefined)('is read by Optuna with several objectives, whose curves are attributes', async () => {
    const [studies] = (await read?.([['optuna-journal', join(await exported(), 'toy.two.log')]])) as [Study[]];
    expect(studies).toMatchObject([
      { directions: ['MINIMIZE', 'MAXIMIZE'], metrics: ['error', 'recall'], best: [0, 1] },
    ]);
    expect(studies[0]?.trials).toMatchObject([
      { state: 'COMPLETE', values: [0.25, 0.75], steps: {}, evaluations: 2 },
      { state: 'COMPLETE', values: [0.125, 0.25], steps: {}, evaluations: 1 },
    ]);
  });
});
