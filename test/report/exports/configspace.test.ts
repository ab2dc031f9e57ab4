import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import configspace from '../../../src/report/exports/configspace.js';
import { readConfigSpace } from '../../../src/space/configspace.js';
import { foreignReaders } from './foreign-readers.js';
import { emptyFolder, nastyStudy } from './study-fixture.js';

const read = await foreignReaders();

describe('the export to ConfigSpace', () => {
  it('has the search space and the fidelity space of each benchmark', async () => {
    const { folder, study } = nastyStudy();
    const into = emptyFolder();
    const { files } = await configspace.write(study, folder, { into });
    expect(files).toEqual(['toy.one.json', 'toy.one.fidelities.json', 'toy.two.json', 'toy.two.fidelities.json']);
    const read = (file: string): ReturnType<typeof readConfigSpace> =>
      readConfigSpace(JSON.parse(readFileSync(join(into, file), 'utf8')));
    expect(read('toy.one.json').definition).toMatchObject({
      parameters: study.benchmarks['toy.one']?.space.parameters,
      conditions: study.benchmarks['toy.one']?.space.conditions,
    });
    expect(read('toy.two.fidelities.json').definition.parameters).toEqual([
      { name: 'rows', type: 'float', lower: 0.1, upper: 1, default: 1 },
      { name: 'trees', type: 'ordinal', sequence: [1, 10, 100], default: 100 },
    ]);
  });

  it.skipIf(read === undefined)('is read by ConfigSpace', async () => {
    const { folder, study } = nastyStudy();
    const into = emptyFolder();
    const { files } = await configspace.write(study, folder, { into });
    expect(await read?.(files.map((file) => ['configspace', join(into, file)]))).toEqual([
      {
        name: 'toy.one',
        default: { lr: 0.001, units: 16, [`1<-0 "it's"`]: 'none', flag: true, rate: 0.1, depth: 3, kind: 'tree' },
        conditional: ['depth'],
        types: expect.arrayContaining(['OrdinalHyperparameter', 'Constant', 'UniformFloatHyperparameter']) as unknown,
      },
      {
        name: 'toy.one fidelities',
        default: { epochs: 9 },
        conditional: [],
        types: ['UniformIntegerHyperparameter'],
      },
      { name: 'toy.two', default: { x: 0.5 }, conditional: [], types: ['UniformFloatHyperparameter'] },
      {
        name: 'toy.two fidelities',
        default: { rows: 1, trees: 100 },
        conditional: [],
        types: ['UniformFloatHyperparameter', 'OrdinalHyperparameter'],
      },
    ]);
  });

  it('names the key of study.json that ConfigSpace has no words for', async () => {
    const { folder, study } = nastyStudy();
    const space = { parameters: [{ name: 'a', type: 'categorical', choices: [1, true] }] } as const;
    const benchmarks = { 'toy.odd': { ...study.benchmarks['toy.two'], space } } as unknown as typeof study.benchmarks;
    await expect(configspace.write({ ...study, benchmarks }, folder, { into: emptyFolder() })).rejects.toMatchObject({
      code: 'user',
      details: { file: join(folder, 'study.json'), key: 'benchmarks["toy.odd"].space.parameters[0].choices' },
    });
  });
});
