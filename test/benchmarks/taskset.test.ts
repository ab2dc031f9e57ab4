import { beforeAll, describe, expect, it } from 'vitest';
import taskset from '../../benchmarks/taskset/table.js';
import { EvaluationError } from '../../src/protocol/benchmark.js';
import { auditTable } from '../../src/runtimes/table/audit.js';
import { createLookUp } from '../../src/runtimes/table/look-up.js';
import { createSearchSpace } from '../../src/space/space.js';
import { mirror } from '../mirror.js';
import { openTables, type OpenTable } from './open-table.js';

const folder = mirror();

/** The tasks, and how many of their 1,000 runs diverge. */
const TASKS = [
  ['FixedTextRNNClassification_imdb_patch128_LSTM128_avg_bs64', 84],
  ['FixedTextRNNClassification_imdb_patch128_LSTM128_bs64', 99],
  ['FixedTextRNNClassification_imdb_patch128_LSTM128_embed128_bs64', 78],
  ['FixedTextRNNClassification_imdb_patch32_GRU128_bs128', 1],
  ['FixedTextRNNClassification_imdb_patch32_GRU64_avg_bs128', 0],
  ['FixedTextRNNClassification_imdb_patch32_IRNN64_relu_avg_bs128', 234],
  ['FixedTextRNNClassification_imdb_patch32_IRNN64_relu_last_bs128', 245],
  ['FixedTextRNNClassification_imdb_patch32_LSTM128_E128_bs128', 1],
  ['FixedTextRNNClassification_imdb_patch32_LSTM128_bs128', 3],
] as const;
const IRNN = TASKS[5][0];
const STEPS = 50;

const configurationAt = ({ table, descriptor }: OpenTable, row: number) => {
  const space = createSearchSpace(descriptor.space);
  return space.decode(table.codes?.subarray(row * space.dimensions, (row + 1) * space.dimensions) ?? []);
};

describe.runIf(folder !== undefined)('taskset', () => {
  let open: (instance: string) => Promise<OpenTable>;
  beforeAll(async () => {
    open = await openTables(folder as string, 'taskset', taskset);
  });

  it.each(TASKS)('has the three curves of 1,000 runs of %s, %d of which diverge', async (task, diverging) => {
    const { table, descriptor } = await open(task);
    expect([table.rows, table.levels[0]?.length, table.levels[0]?.[0], table.levels[0]?.at(-1)]).toEqual([
      1000, 50, 200, 10_000,
    ]);
    const failed = table.failed ?? new Uint8Array();
    const atTheEnd = Array.from({ length: 1000 }, (_, row) => failed[row * STEPS + STEPS - 1] as number);
    expect(atTheEnd.reduce((sum, each) => sum + each, 0)).toBe(diverging);
    for (const [name, { observed, optimum }] of Object.entries(descriptor.metrics)) {
      const values = table.columns[name] as Float64Array;
      const went = values.filter((_, cell) => failed[cell] === 0).toSorted();
      expect([went[0], went.at(-1)]).toEqual(observed);
      const ends = values.filter((_, cell) => failed[cell] === 0 && cell % STEPS === STEPS - 1).toSorted();
      if (name !== 'train_loss') expect(ends[0]).toBe(optimum);
    }
    const { failed: counted, ...others } = auditTable(table, descriptor);
    expect(counted).toBe(descriptor.table?.audit?.failed ?? 0);
    expect(Object.values(others).every((count) => count === 0)).toBe(true);
  });

  it('has the same configurations in all tasks, and answers each with its own run', async () => {
    const [first, ...others] = await Promise.all(TASKS.map(([task]) => open(task)));
    for (const { table } of others) expect(table.codes).toEqual(first?.table.codes);
    const found = Array.from({ length: 1000 }, (_, row) => first?.find(configurationAt(first, row)));
    expect(found).toEqual(Array.from({ length: 1000 }, (_, row) => row));
  });

  it('answers with the nearest where no run is', async () => {
    const opened = await open(IRNN);
    const near = configurationAt(opened, 404);
    expect(opened.find({ ...near, learning_rate: (near['learning_rate'] as number) * 1.01 })).toBe(404);
  });

  it('makes a failure of a run from where it diverged, which costs the steps until then', async () => {
    const opened = await open(IRNN);
    const { table, descriptor, find } = opened;
    const lookUp = createLookUp(table, descriptor, find);
    // Its losses in training and validation are NaN after 400 steps, the one on the test set only after 600.
    const ask = (step: number) => lookUp(configurationAt(opened, 404), { step }, 1);
    expect(ask(200)).toEqual({
      metrics: { valid_loss: 4_326_396.607183027, test_loss: 4_266_438.647099745, train_loss: 4_435_925.21635015 },
      cost: 200,
    });
    for (const step of [400, 600, 10_000]) {
      expect(() => ask(step)).toThrow(new EvaluationError('objective-failed', 'the recorded run failed', 400));
    }
  });

  it('costs a second a step where nothing fails', async () => {
    const { table } = await open(TASKS[4][0]);
    const steps = Array.from({ length: STEPS }, (_, at) => (at + 1) * 200);
    expect(table.cost?.slice(0, STEPS)).toEqual(Float64Array.from(steps));
    expect(table.cost?.slice(-STEPS)).toEqual(Float64Array.from(steps));
  });
});
