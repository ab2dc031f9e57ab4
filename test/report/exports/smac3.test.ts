import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runFile } from '../../../src/log/study.js';
import smac3 from '../../../src/report/exports/smac3.js';
import { foreignReaders } from './foreign-readers.js';
import { emptyFolder, nastyStudy } from './study-fixture.js';

const read = await foreignReaders();

async function exported(): Promise<string> {
  const { folder, study } = nastyStudy();
  const into = emptyFolder();
  const { files, notes } = await smac3.write(study, folder, { into });
  expect(files).toEqual(
    ['toy.one.hb.7', 'toy.two.hb.7'].flatMap((run) =>
      ['runhistory', 'scenario', 'configspace'].map((name) => `${run}/${name}.json`),
    ),
  );
  expect(notes).toEqual(['runs left out because they have no log yet: 1 of 3']);
  return into;
}

interface History {
  readonly stats: object;
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly configs: Readonly<Record<string, object>>;
}

/** The members of a row in the order in which SMAC 2.4 writes them: DeepCAVE goes by it. */
const MEMBERS = [
  ...['config_id', 'instance', 'seed', 'budget', 'cost', 'time', 'cpu_time', 'status', 'starttime', 'endtime'],
  'additional_info',
];

function json(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

describe('the export to SMAC3', () => {
  it('has a row an evaluation that has ended, maximised objectives with the other sign', async () => {
    const into = await exported();
    expect(json(into, 'toy.one.hb.7/scenario.json')).toMatchObject({ objectives: ['-accuracy'], seed: 7 });
    const { data, stats, configs } = json(into, 'toy.one.hb.7/runhistory.json') as History;
    expect(stats).toEqual({ submitted: 7, finished: 6, running: 1 });
    for (const row of data) expect(Object.keys(row)).toEqual(MEMBERS);
    expect(data.map(({ config_id, budget, cost, status, seed }) => [config_id, budget, cost, status, seed])).toEqual([
      [1, 1, -0.5, 1, 100],
      [3, 9, Infinity, 2, 102],
      [2, 9, -0.75, 1, 101],
      [4, 3, -0.1, 1, 103],
      [1, 9, -0.875, 1, 100],
      [5, 9, Infinity, 3, 104],
    ]);
    expect(Object.keys(configs)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(data[1]).toMatchObject({
      ...{ time: 1.5, starttime: 1.5, endtime: 3, instance: null },
      additional_info: { evaluation: 2, fidelity: { epochs: 9 }, code: 'objective-failed', message: 'a, "b"' },
    });
  });

  it('has a list of costs for several objectives, and the relative cost as the budget of several fidelities', async () => {
    const into = await exported();
    expect(json(into, 'toy.two.hb.7/scenario.json')).toMatchObject({ objectives: ['error', '-recall'] });
    const { data } = json(into, 'toy.two.hb.7/runhistory.json') as History;
    expect(data.map(({ budget, cost }) => [budget, cost])).toEqual([
      [0.1 * 0.1, [0.5, -0.5]],
      [1, [0.25, -0.75]],
      [1, [0.125, -0.25]],
    ]);
  });

  it.skipIf(read === undefined)('has configurations that are legal in its space by ConfigSpace', async () => {
    const into = await exported();
    const runs = await read?.([
      ['smac3', join(into, 'toy.one.hb.7')],
      ['smac3', join(into, 'toy.two.hb.7')],
    ]);
    expect(runs).toEqual([
      { legal: 6, costs: [-0.5, 'inf', -0.75, -0.1, -0.875, 'inf'] },
      {
        legal: 2,
        costs: [
          [0.5, -0.5],
          [0.25, -0.75],
          [0.125, -0.25],
        ],
      },
    ]);
  });

  it('leaves out a run in which nothing has ended: its readers want a first row', async () => {
    const { folder, study } = nastyStudy();
    const file = runFile(folder, 'toy.two.hb.7');
    writeFileSync(file, `${readFileSync(file, 'utf8').split('\n').slice(0, 2).join('\n')}\n`);
    const into = emptyFolder();
    const { files, notes } = await smac3.write(study, folder, { into });
    expect(files).toHaveLength(3);
    expect(existsSync(join(into, 'toy.two.hb.7'))).toBe(false);
    expect(notes).toContain('runs left out because none of their evaluations has ended: 1');
  });
});
