import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readManifest, type Manifest } from '../../src/runner/manifest.js';
import { manifestText, writeFolder } from './manifest-fixture.js';
import { complaintOf } from './recipe-fixture.js';

async function reading(changes: Record<string, string | undefined>): Promise<Manifest> {
  const folder = await writeFolder({ 'toy/benchmark.yaml': manifestText(changes) });
  return readManifest(join(folder, 'toy', 'benchmark.yaml'), 'toy');
}

async function refusing(changes: Record<string, string | undefined>): Promise<string> {
  const folder = await writeFolder({ 'toy/benchmark.yaml': manifestText(changes) });
  const file = join(folder, 'toy', 'benchmark.yaml');
  return complaintOf(file, () => readManifest(file, 'toy'));
}

const golden = (entries: string): string => `[{ instance: a, configuration: { x: 0.5 }, ${entries} }]`;

test('a wrong key in a known answer of an instance is answered with its own hint', async () => {
  const wrong = '[{ configuration: { x: 1 }, fidelity: { epoch: 9 }, sead: 1, metrics: { loss: 1 } }]';
  const message = await refusing({ instances: `{ a: { golden: ${wrong} }, b: { metrics: { loss: { lowr: 1 } } } }` });
  expect(message).toMatch(/golden\[0\]\.sead: .*Write a list of \{configuration, fidelity, seed, metrics\}/);
  expect(message).toMatch(/metrics\.loss\.lowr: .*Write for each metric/);
  expect(message).not.toContain('Write a name for each');
});

describe('a sound manifest', () => {
  test('becomes a descriptor an instance', async () => {
    const { descriptors } = await reading({ golden: golden('fidelity: { epoch: 9 }, seed: 1, metrics: { loss: 2 }') });
    expect(Object.keys(descriptors)).toEqual(['a', 'b']);
    expect(descriptors['a']).toEqual({
      protocol: '1.0.0',
      family: 'toy',
      version: '1.2.3',
      instance: 'a',
      space: { parameters: [{ name: 'x', type: 'float', lower: 0, upper: 1 }] },
      fidelities: [{ name: 'epoch', type: 'integer', lower: 1, upper: 9, continuation: true, unit: 'epochs' }],
      metrics: {
        loss: { direction: 'minimize', role: 'objective', lower: 0 },
        test_loss: { direction: 'minimize', role: 'test', of: 'loss' },
      },
      clock: 'recorded',
      level: 'synthetic',
      source: 'nobody',
      licence: 'CC0-1.0',
      golden: [{ instance: 'a', configuration: { x: 0.5 }, fidelity: { epoch: 9 }, seed: 1, metrics: { loss: 2 } }],
    });
    expect(descriptors['b']).toMatchObject({ settings: { shift: 1 }, golden: [] });
  });

  test('puts what an instance has of its own over what the family has', async () => {
    const { descriptors } = await reading({
      settings: '{ shift: 0, scale: 2 }',
      instances: `{ a: { settings: { shift: 1 }, metrics: { loss: { upper: 5 }, extra: { direction: maximize, role: info } },
        fidelities: [], space: { parameters: [{ name: 'y_{i}', repeat: 2, type: integer, lower: 1, upper: 3 }] },
        golden: [{ configuration: { y_0: 1, y_1: 2 }, fidelity: {}, seed: 0, metrics: { loss: 5 } }] }, b: }`,
    });
    expect(descriptors['a']).toMatchObject({
      settings: { shift: 1, scale: 2 },
      space: { parameters: [{ name: 'y_0' }, { name: 'y_1' }] },
      fidelities: [],
      metrics: { loss: { direction: 'minimize', role: 'objective', lower: 0, upper: 5 }, extra: { role: 'info' } },
      golden: [{ instance: 'a', configuration: { y_0: 1, y_1: 2 } }],
    });
    expect(descriptors['b']?.metrics['loss']).toEqual({ direction: 'minimize', role: 'objective', lower: 0 });
  });
});

describe('the data of a manifest', () => {
  const file = (name: string, digit: string, more = ''): string =>
    `{ url: "https://example.org/v1/${name}", sha256: "${digit.repeat(64)}", size: 9, mirror: toy/${name}.gz${more} }`;

  test("are the files that each instance needs, its own put over the family's", async () => {
    const own = `table: ${file('b.csv', 'b', ', licence: MIT')}, model: ${file('m.onnx', 'c')}`;
    const { descriptors, data } = await reading({
      data: `{ table: ${file('a.csv', 'a')} }`,
      instances: `{ a: {}, b: { data: { ${own} } } }`,
    });
    expect(descriptors['a']?.data).toEqual({ table: { sha256: 'a'.repeat(64), file: 'aaaaaaaaaaaaaaaa-a.csv' } });
    expect(descriptors['b']?.data).toEqual({
      table: { sha256: 'b'.repeat(64), file: 'bbbbbbbbbbbbbbbb-b.csv' },
      model: { sha256: 'c'.repeat(64), file: 'cccccccccccccccc-m.onnx' },
    });
    expect(data['a']).toMatchObject([{ family: 'toy', name: 'table', mirror: 'toy/a.csv.gz', licence: 'CC0-1.0' }]);
    expect(data['b']).toMatchObject([
      { name: 'table', licence: 'MIT' },
      { name: 'model', licence: 'CC0-1.0' },
    ]);
  });

  test('are absent from the descriptor of an instance that needs none', async () => {
    const { descriptors, data } = await reading({ instances: `{ a: {}, b: { data: { t: ${file('t', 'd')} } } }` });
    expect(descriptors['a']).not.toHaveProperty('data');
    expect(data['a']).toEqual([]);
    expect(data['b']).toHaveLength(1);
  });

  test.each<[string, Record<string, string | undefined>]>([
    ['for an unknown key', { data: '{ table: { uri: x, sha256: x, size: 1, mirror: x } }' }],
    ['for a sum that is none', { data: `{ table: ${file('a', 'g')} }` }],
    ['for a file of an instance', { instances: '{ a: { data: { table: { url: x } } } }' }],
    ['for a name that cannot be one', { data: `{ "../a": ${file('a', 'a')} }` }],
    ['for a branch', { data: `{ table: ${file('a', 'a').replace('v1', 'main')} }` }],
    [
      'for a path that leads out of the mirror',
      { instances: `{ a: { data: { t: ${file('a', 'a').replace('toy/', '../')} } } }` },
    ],
  ])('are refused %s', async (_, changes) => {
    expect(await refusing(changes)).toMatchSnapshot();
  });
});

describe('the table of a manifest', () => {
  const TABLE: Record<string, string | undefined> = { runtime: 'table', fidelities: '[]', table: '{ file: rows.csv }' };

  test("is the family's with the instance's own put over it: key by key, and name by name in columns and audit", async () => {
    const { descriptors } = await reading({
      ...TABLE,
      table: '{ file: rows.csv, find: nearest, columns: { loss: l, cost: c }, audit: { copies: 1 } }',
      instances: '{ a: {}, b: { table: { replicates: mean, columns: { loss: m }, audit: { failed: true } } } }',
    });
    const family = { file: 'rows.csv', find: 'nearest', columns: { loss: 'l', cost: 'c' }, audit: { copies: 1 } };
    expect(descriptors['a']?.table).toEqual(family);
    expect(descriptors['b']?.table).toEqual({
      ...family,
      replicates: 'mean',
      columns: { loss: 'm', cost: 'c' },
      audit: { copies: 1, failed: true },
    });
  });

  test.each<[string, Record<string, string | undefined>]>([
    ['for an unknown key', { table: '{ files: rows.csv }' }],
    ['for an oddity that is none', { table: '{ file: rows.csv, audit: { zeros: 1 } }' }],
    ['where there is none', { table: undefined }],
    ['in a family of another runtime', { runtime: 'node' }],
    ['for a clock that is measured', { clock: 'measured' }],
    ['for a file elsewhere', { table: '{ file: ../rows.csv }' }],
    ['for a file of data that there is not', { table: '{ data: rows }' }],
    ['for two files', { table: '{ file: rows.csv, data: rows }' }],
    ['for a column of nothing', { table: '{ file: rows.csv, columns: { los: l } }' }],
    ['for a grid of a float', { table: '{ file: rows.csv, find: grid }' }],
    [
      'for a fidelity without levels',
      { fidelities: '[{ name: s, type: float, lower: 0.1, upper: 1, continuation: false, unit: share }]' },
    ],
  ])('is refused %s', async (_, changes) => {
    expect(await refusing({ ...TABLE, ...changes })).toMatchSnapshot();
  });
});

describe('a manifest is refused, with place, value and mend,', () => {
  test.each<[string, Record<string, string | undefined>]>([
    ['for an unknown key', { lisence: 'MIT' }],
    ['for a missing key', { clock: undefined }],
    ['for an unknown word', { level: 'real' }],
    ['for a name that is not its folder', { family: 'toi' }],
    ['for a version that is none', { version: '"1.0"' }],
    ['for an unknown runtime', { runtime: 'pyton' }],
    ['for no instances', { instances: '{}' }],
    ['for an instance that cannot be named so', { instances: '{ "a.b": {} }' }],
    ['for an unknown key of an instance', { instances: '{ a: { setings: {} } }' }],
    ['for no space', { space: undefined, instances: '{ a: {} }' }],
    ['for an unknown type of parameter', { space: '{ parameters: [{ name: x, type: flaot, lower: 0, upper: 1 }] }' }],
    [
      'for bounds of a parameter out of order',
      { space: '{ parameters: [{ name: x, type: float, lower: 1, upper: 0 }] }' },
    ],
    [
      'for bounds of a fidelity out of order',
      { fidelities: '[{ name: epoch, type: integer, lower: 9, upper: 1, continuation: true, unit: epochs }]' },
    ],
    [
      'for a space of an instance',
      { instances: '{ a: { space: { parameters: [{ name: x, type: float, lower: 0 }] } } }' },
    ],
    ['for no objective', { metrics: '{ loss: { direction: minimize, role: info } }' }],
    ['for no direction', { metrics: '{ loss: { role: objective } }' }],
    [
      'for bounds of a metric out of order',
      { metrics: '{ loss: { direction: minimize, role: objective, lower: 1, upper: 0 } }' },
    ],
    [
      'for an optimum out of bounds',
      { metrics: '{ loss: { direction: minimize, role: objective, lower: 1, optimum: 0 } }' },
    ],
    [
      'for a test value of nothing',
      {
        metrics: '{ loss: { direction: minimize, role: objective }, t: { direction: minimize, role: test, of: los } }',
      },
    ],
    ['for a metric of an instance that says too little', { instances: '{ a: { metrics: { extra: { lower: 0 } } } }' }],
    [
      'for a golden evaluation of an unknown instance',
      { golden: '[{ instance: c, configuration: { x: 1 }, fidelity: { epoch: 9 }, seed: 1, metrics: { loss: 1 } }]' },
    ],
    [
      'for an illegal golden configuration',
      { golden: '[{ instance: a, configuration: { x: 2 }, fidelity: { epoch: 9 }, seed: 1, metrics: { loss: 1 } }]' },
    ],
    [
      'for an inadmissible golden fidelity',
      { golden: golden('fidelity: { epoch: 10 }, seed: 1, metrics: { loss: 1 }') },
    ],
    ['for an unknown golden metric', { golden: golden('fidelity: { epoch: 9 }, seed: 1, metrics: { lost: 1 }') }],
    ['for a golden metric out of bounds', { golden: golden('fidelity: { epoch: 9 }, seed: 1, metrics: { loss: -1 }') }],
    ['for a cost floor of nothing', { costFloor: '0' }],
    ['for several mistakes at once', { family: 'toi', version: '"1"', metrics: '{}' }],
  ])('%s', async (_, changes) => {
    expect(await refusing(changes)).toMatchSnapshot();
  });
});
