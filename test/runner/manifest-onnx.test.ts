import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { SuiteError } from '../../src/core/errors.js';
import { readManifest, type Manifest } from '../../src/runner/manifest.js';
import { refuseUnpinned } from '../../src/runner/unpinned.js';
import { manifestText, writeFolder } from './manifest-fixture.js';
import { complaintOf } from './recipe-fixture.js';

const FILE = `{ url: https://example.org/v1/m.onnx, sha256: ${'a'.repeat(64)}, size: 3, mirror: toy/m.onnx }`;
const COLUMNS = `{ input: c, missing: none, columns: [
    { name: task, codes: [none, a, b] }, { name: kind, codes: [none, low, high] }] }`;
const SURROGATE: Readonly<Record<string, string>> = {
  runtime: 'onnx',
  data: `{ model: ${FILE} }`,
  space: `{ parameters: [{ name: x, type: float, lower: 0, upper: 1 }, { name: kind, type: categorical, choices: [high, low] }],
    conditions: [{ child: kind, when: { parameter: x, less: 0.5 } }] }`,
  onnx: onnx({}),
};

function onnx(changes: Readonly<Record<string, string>>): string {
  const parts = {
    model: 'model',
    instance: 'task',
    categorical: COLUMNS,
    numeric: '{ input: n, missing: 0, columns: [x, epoch] }',
    output: '{ name: y, metrics: [loss, test_loss] }',
    cost: '7',
    ...changes,
  };
  const entries = Object.entries(parts).map(([key, value]) => `${key}: ${value}`);
  return `{ ${entries.join(', ')} }`;
}

async function reading(changes: Record<string, string | undefined>): Promise<Manifest> {
  const folder = await writeFolder({ 'toy/benchmark.yaml': manifestText({ ...SURROGATE, ...changes }) });
  return readManifest(join(folder, 'toy', 'benchmark.yaml'), 'toy');
}

async function refusing(changes: Record<string, string | undefined>): Promise<string> {
  const folder = await writeFolder({ 'toy/benchmark.yaml': manifestText({ ...SURROGATE, ...changes }) });
  const file = join(folder, 'toy', 'benchmark.yaml');
  return complaintOf(file, () => readManifest(file, 'toy'));
}

describe('the key onnx', () => {
  test('is part of the descriptor', async () => {
    const { descriptors } = await reading({});
    expect(descriptors['b']?.onnx).toMatchObject({ model: 'model', instance: 'task', cost: 7 });
  });

  test.each<[string, Record<string, string | undefined>]>([
    ['when the runtime has none', { onnx: undefined }],
    ['when the runtime is another', { runtime: 'node' }],
    ['when there is no such file of data', { onnx: onnx({ model: 'modell' }) }],
    ['when an output is no metric', { onnx: onnx({ output: '{ name: y, metrics: [loss, tets_loss] }' }) }],
    ['when a metric is no output', { onnx: onnx({ output: '{ name: y, metrics: [loss] }' }) }],
    ['when the cost is no metric', { onnx: onnx({ cost: 'seconds' }) }],
    ['when the cost is not above 0', { onnx: onnx({ cost: '0' }) }],
    ['when noise is of no metric', { onnx: onnx({ noise: '{ lss: 1 }' }) }],
    ['when a column is no parameter', { onnx: onnx({ numeric: '{ input: n, missing: 0, columns: [x, epoch, z] }' }) }],
    ['when a fidelity has no column', { onnx: onnx({ numeric: '{ input: n, missing: 0, columns: [x] }' }) }],
    ['when a text is a number', { onnx: onnx({ numeric: '{ input: n, missing: 0, columns: [x, epoch, kind] }' }) }],
    ['when a choice has no code', { onnx: onnx({ categorical: COLUMNS.replace('low, high', 'low') }) }],
    ['when an instance has no code', { onnx: onnx({ categorical: COLUMNS.replace('a, b', 'a') }) }],
    ['when what is missing has no code', { onnx: onnx({ categorical: COLUMNS.replace('none, low', 'low') }) }],
    ['when a key is unknown', { onnx: onnx({ threads: '2' }) }],
  ])('is refused %s', async (_, changes) => {
    expect(await refusing(changes)).toMatchSnapshot();
  });
});

describe('what a source observed', () => {
  test('is ascending and within the bounds', async () => {
    const observed = (range: string): Record<string, string> => ({
      instances: `{ a: { metrics: { loss: { observed: ${range} } } }, b: }`,
    });
    const { descriptors } = await reading(observed('[0, 3]'));
    expect(descriptors['a']?.metrics['loss']?.observed).toEqual([0, 3]);
    expect(descriptors['b']?.metrics['loss']?.observed).toBeUndefined();
    expect(await refusing(observed('[3, 1]'))).toContain(
      'metrics.loss.observed: the observed 3 to 1 are not ascending',
    );
    expect(await refusing(observed('[-1, 1]'))).toContain('not ascending within the bounds 0 to Infinity');
  });
});

describe('a file whose sum is not known', () => {
  const unpinned = '{ model: { url: https://example.org/m.onnx, mirror: toy/m.onnx, reason: nobody had it } }';

  test('is declared apart, and the family can be read', async () => {
    const { source } = await reading({ data: undefined, unpinned });
    expect(Object.keys(source.unpinned ?? {})).toEqual(['model']);
  });

  test('is what the family cannot be run without', async () => {
    const { source } = await reading({ data: undefined, unpinned });
    const family = { name: 'toy', folder: '/toy', unpinned: source.unpinned ?? {} };
    await expect(refuseUnpinned(family)).rejects.toThrow('the file "model" of toy has no known sum: nobody had it');
    await expect(refuseUnpinned({ ...family, unpinned: {} })).resolves.toBeUndefined();
  });

  test('has a sum as soon as it lies in a mirror, which is what to write', async () => {
    const { source } = await reading({ data: undefined, unpinned });
    const family = { name: 'toy', folder: '/toy', unpinned: source.unpinned ?? {} };
    vi.stubEnv('HPORT_DATA_MIRROR', await writeFolder({}));
    const mend = async (): Promise<unknown> =>
      await refuseUnpinned(family).catch((error: unknown) => (error as SuiteError).details.mend);
    expect(await mend()).toMatch(/^Put https:\/\/example\.org\/m\.onnx into the folder .* as toy\/m\.onnx/);
    vi.stubEnv('HPORT_DATA_MIRROR', await writeFolder({ 'toy/m.onnx': 'abc' }));
    const sum = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(await mend()).toBe(
      `If you trust the one in your mirror, write: data: { model: { url: https://example.org/m.onnx, sha256: ${sum}, size: 3, mirror: toy/m.onnx } }`,
    );
    vi.unstubAllEnvs();
  });
});
