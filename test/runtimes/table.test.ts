import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SuiteError } from '../../src/core/errors.js';
import { EvaluationError, type EvaluateParams } from '../../src/protocol/benchmark.js';
import { objectiveBenchmark } from '../../src/protocol/objective.js';
import { loadObjective } from '../../src/runtimes/registry.js';
import type { LoadedFamily } from '../../src/runtimes/runtime.js';
import { csvText, toyDescriptor, toyFamily, toyLines } from './table/toy.js';

const PARAMS: EvaluateParams = {
  instance: 'only',
  configuration: { op: 'b', width: 16 },
  fidelity: { epoch: 3, size: 1 },
  seed: 0,
};

/** A family whose `table.js` counts in `reads` how often it is asked, and gives one array for all cells. */
function countingFamily(): LoadedFamily & { readonly reads: () => Promise<number> } {
  const family = toyFamily({}, toyDescriptor({ table: { find: 'grid' } }));
  const file = join(family.folder, 'table.js');
  writeFileSync(
    file,
    `export let reads = 0;
     export default {
       read: () => {
         reads++;
         const shape = { rows: 6, levels: [[1, 3, 9], [0.5, 1]], replicates: 1 };
         const loss = Float32Array.from({ length: 36 }, (_, cell) => cell);
         return { ...shape, columns: { loss, params: new Float64Array(6) }, cost: new Float64Array(36).fill(2) };
       },
     };`,
  );
  const reads = async (): Promise<number> => ((await import(file)) as { readonly reads: number }).reads;
  return { ...family, reads };
}

describe('the table runtime', () => {
  it('reads the table of an instance once, when it is first asked for, however many ask', async () => {
    const family = countingFamily();
    const objective = await loadObjective('table', family);
    expect(await family.reads()).toBe(0);
    const benchmark = objectiveBenchmark(objective, family.descriptors);
    const answers = await Promise.all(Array.from({ length: 16 }, async () => await benchmark.evaluate(PARAMS)));
    expect(new Set(answers.map(({ metrics }) => metrics['loss']))).toEqual(new Set([21]));
    expect(await family.reads()).toBe(1);
  });

  it('answers without a promise once the table is there', async () => {
    const family = countingFamily();
    const benchmark = objectiveBenchmark(await loadObjective('table', family), family.descriptors);
    expect(benchmark.evaluate(PARAMS)).toBeInstanceOf(Promise);
    await benchmark.evaluate(PARAMS);
    expect(benchmark.evaluate(PARAMS)).toEqual({ metrics: { loss: 21, params: 0 }, cost: 2 });
  });

  it('answers a batch as each alone, failures among them', async () => {
    const lines = toyLines(2).filter(({ op, epoch }) => op !== 'c' || epoch !== 1);
    const descriptors = ['only', 'other'].map((instance) =>
      toyDescriptor({ instance, table: { file: 'rows.csv', replicates: 'seed' } }),
    );
    const family = toyFamily({ 'rows.csv': csvText(lines) }, ...descriptors);
    const benchmark = objectiveBenchmark(await loadObjective('table', family), family.descriptors);
    const batch = ['only', 'other'].flatMap((instance) =>
      ['a', 'b', 'c', 'd'].map((op, seed) => ({ ...PARAMS, instance, configuration: { op, width: 8 }, seed })),
    );
    const asked = batch.map((params) => ({ ...params, fidelity: { epoch: 1, size: 1 } }));
    const alone = asked.map(async (params) => await benchmark.evaluate(params));
    const found = await benchmark.evaluateBatch?.(asked);
    for (const [at, settled] of (await Promise.allSettled(alone)).entries()) {
      expect(found?.[at]).toEqual(settled.status === 'fulfilled' ? settled.value : settled.reason);
    }
    expect(found?.filter((answer) => answer instanceof EvaluationError)).toHaveLength(4);
  });

  it('tells of a file that is wrong as such, and not as a failure of the objective', async () => {
    const family = toyFamily({ 'rows.csv': 'op,width\na,8\n' }, toyDescriptor({ table: { file: 'rows.csv' } }));
    const benchmark = objectiveBenchmark(await loadObjective('table', family), family.descriptors);
    const error: unknown = await Promise.resolve(benchmark.evaluate(PARAMS)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SuiteError);
    expect(error).toMatchObject({ message: expect.stringContaining('there is no column "epoch"') as string });
    await expect(benchmark.evaluateBatch?.([PARAMS, PARAMS])).rejects.toBeInstanceOf(SuiteError);
  });

  it('needs a reader that is one, rows from somewhere, and to know where the data are', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hport-reader-'));
    writeFileSync(join(folder, 'table.js'), 'export default {};');
    await expect(loadObjective('table', { folder, code: folder, descriptors: {} })).rejects.toThrow(/a function read/);
    const ask = async (descriptor: ReturnType<typeof toyDescriptor>): Promise<unknown> => {
      const family = toyFamily({}, descriptor);
      return await objectiveBenchmark(await loadObjective('table', family), family.descriptors).evaluate(PARAMS);
    };
    await expect(ask(toyDescriptor({ table: {} }))).rejects.toThrow(/has no rows/);
    const data = { rows: { sha256: '0'.repeat(64), file: '0000000000000000-rows.csv' } };
    await expect(ask(toyDescriptor({ table: { data: 'rows' }, data }))).rejects.toThrow(
      /data of toy \(rows\) is not known/,
    );
  });

  it('reads what a reader throws as a fault of the files', async () => {
    const family = toyFamily({}, toyDescriptor({ table: { find: 'grid' } }));
    writeFileSync(join(family.folder, 'table.js'), "export default { read: () => { throw new Error('no pickle'); } };");
    const benchmark = objectiveBenchmark(await loadObjective('table', family), family.descriptors);
    await expect(benchmark.evaluate(PARAMS)).rejects.toThrow(/^the table of toy\/only cannot be read: no pickle$/);
  });
});
