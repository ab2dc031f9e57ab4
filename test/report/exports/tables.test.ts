import { gunzipSync } from 'node:zlib';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../src/data/csv.js';
import { readStudy, runFile } from '../../../src/log/study.js';
import csv from '../../../src/report/exports/csv.js';
import type { Export } from '../../../src/report/exports/export.js';
import parquet from '../../../src/report/exports/parquet.js';
import { call } from '../../cli/hport.js';
import { recipeText, write } from '../../runner/recipe-fixture.js';
import { emptyFolder, nastyStudy } from './study-fixture.js';

const NAME = `configuration.1<-0 "it's"`;

type Row = Readonly<Record<string, unknown>>;

async function rowsOf(file: string): Promise<readonly Row[]> {
  const compressors = { GZIP: (input: Uint8Array) => new Uint8Array(gunzipSync(input)) };
  return await parquetReadObjects({ file: await asyncBufferFromFile(file), compressors });
}

async function exported(format: Export): Promise<string> {
  const { folder, study } = nastyStudy();
  const into = emptyFolder();
  const { files, notes } = await format.write(study, folder, { into });
  expect(notes).toEqual(['runs left out because they have no log yet: 1 of 3']);
  expect(files).toEqual(
    ['runs', 'metrics', 'evaluations/toy.one', 'evaluations/toy.two'].map((name) => `${name}.${format.name}`),
  );
  expect(files.every((file) => existsSync(join(into, file)))).toBe(true);
  return into;
}

describe('the export to Parquet', () => {
  it('has a typed row an evaluation, in the sign of the benchmark, whatever became of it', async () => {
    const rows = await rowsOf(join(await exported(parquet), 'evaluations/toy.one.parquet'));
    expect(rows.map(({ evaluation, status }) => [Number(evaluation), status])).toEqual([
      [0, 'completed'],
      [1, 'completed'],
      [2, 'failed'],
      [3, 'completed'],
      [4, 'stopped'],
      [5, 'timed-out'],
      [6, 'unfinished'],
    ]);
    expect(rows[3]).toEqual({
      ...{ run: 'toy.one.hb.7', optimizer: 'hb', run_seed: 7n, evaluation: 3n, trial: 0n, worker: 0n },
      ...{ started_at: 9, ended_at: 17, status: 'completed', cost: 8, restart_cost: 9, overhead: null, level: 9 },
      ...{ relative_cost: 1, full_evaluations: 1 / 9 + 2 + 1 / 3 + 8 / 9 },
      ...{ evaluation_seed: 100n, replicate: null, continues: 0n, 'configuration.lr': 1e-5, 'configuration.units': 4n },
      ...{ [NAME]: '', 'configuration.flag': true, 'configuration.rate': 0.5, 'configuration.depth': 2n },
      ...{ 'configuration.kind': 'tree', 'fidelity.epochs': 9, 'metric.accuracy': 0.875, 'metric.test_accuracy': 0.8 },
      ...{ code: null, message: null },
    });
    expect(rows[2]).toMatchObject({ cost: 1.5, 'metric.accuracy': null, code: 'objective-failed', message: 'a, "b"' });
    expect(rows[4]).toMatchObject({
      level: 3,
      relative_cost: 1 / 3,
      full_evaluations: 1 / 9 + 2 + 1 / 3,
      'fidelity.epochs': 9,
      'configuration.depth': null,
    });
    expect(rows[6]).toMatchObject({ started_at: 22, ended_at: null, cost: null, full_evaluations: null });
  });

  it('has a row a run of the plan, started or not', async () => {
    const rows = await rowsOf(join(await exported(parquet), 'runs.parquet'));
    expect(rows.map(({ run, state, reason, evaluations }) => [run, state, reason, evaluations])).toEqual([
      ['toy.one.hb.7', 'unfinished', null, null],
      ['toy.two.hb.7', 'ended', 'evaluations', 3n],
      ['toy.two.hb.8', 'not started', null, null],
    ]);
    expect(rows[1]).toMatchObject({
      benchmark: 'toy.two',
      objectives: '["error","recall"]',
      optimizer_options: '{"eta":3}',
    });
  });

  it('says of each metric which way is up', async () => {
    const rows = await rowsOf(join(await exported(parquet), 'metrics.parquet'));
    expect(
      rows.map(({ benchmark, metric, direction, role, of, upper }) => [benchmark, metric, direction, role, of, upper]),
    ).toEqual([
      ['toy.one', 'accuracy', 'maximize', 'objective', null, 1],
      ['toy.one', 'test_accuracy', 'maximize', 'test', 'accuracy', null],
      ['toy.two', 'error', 'minimize', 'objective', null, null],
      ['toy.two', 'recall', 'maximize', 'objective', null, null],
    ]);
  });

  it('is compressed with gzip, which every reader knows', async () => {
    const file = await asyncBufferFromFile(join(await exported(parquet), 'evaluations/toy.two.parquet'));
    const [group] = (await parquetMetadataAsync(file)).row_groups;
    expect(new Set(group?.columns.map(({ meta_data }) => meta_data?.codec))).toEqual(new Set(['GZIP']));
  });

  it('holds every evaluation of a real study, its numbers to the last bit', async () => {
    const folder = join(emptyFolder(), 'study');
    const recipe = await write(recipeText({ seeds: '{ first: 0, count: 1 }' }));
    expect((await call('run', recipe, '--out', folder)).code).toBe(0);
    const study = readStudy(folder);
    const into = emptyFolder();
    await parquet.write(study, folder, { into });
    const rows = await rowsOf(join(into, 'evaluations/counting-ones.d8.parquet'));
    const records = readFileSync(runFile(folder, study.runs[0] ?? ''), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    const observed = records
      .filter(({ record }) => record === 'observed')
      .sort((a, b) => Number(a['evaluation']) - Number(b['evaluation']));
    expect(observed.length).toBeGreaterThan(30);
    expect(rows.map((row) => ({ at: row['ended_at'], cost: row['cost'], loss: row['metric.loss'] }))).toEqual(
      observed.map(({ at, cost, metrics }) => ({ at, cost, loss: (metrics as { loss: number }).loss })),
    );
  });
});

describe('the export to CSV', () => {
  it('has the rows of the export to Parquet, an absent value as nothing and an empty text in quotes', async () => {
    const file = join(await exported(csv), 'evaluations/toy.one.csv');
    const table = readCsv(file);
    const rows = await rowsOf(join(await exported(parquet), 'evaluations/toy.one.parquet'));
    for (const column of table.header) {
      const texts = rows.map((row) => (row[column] === null ? '' : String(row[column] as string | number)));
      const written = table.texts(column);
      const numeric = rows.some((row) => typeof row[column] === 'number');
      const same = (text: string, index: number): boolean =>
        numeric && text !== '' ? Number(text) === Number(texts[index]) : text === texts[index];
      expect(written.every(same), column).toBe(true);
    }
    expect(readFileSync(file, 'utf8')).toContain(',"",true,0.5,2,tree,');
  });

  it('names the file and the line of a damaged log', async () => {
    const { folder, study } = nastyStudy();
    const file = runFile(folder, 'toy.two.hb.7');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"trial":1,', '"trial":one,'));
    await expect(csv.write(study, folder, { into: emptyFolder() })).rejects.toMatchObject({
      code: 'user',
      message: expect.stringMatching(/^the log is damaged: /) as string,
      details: { file, line: 6 },
    });
  });
});
