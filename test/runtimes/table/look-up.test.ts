import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../src/core/types.js';
import { EvaluationError, type EvaluateParams, type EvaluateResult } from '../../../src/protocol/benchmark.js';
import type { Descriptor } from '../../../src/protocol/descriptor.js';
import { withMeanMetrics } from '../../../src/protocol/mean-metrics.js';
import { objectiveBenchmark } from '../../../src/protocol/objective.js';
import { loadObjective } from '../../../src/runtimes/registry.js';
import { csvText, lossAt, toyDescriptor, toyFamily, toyLines, type ToyLine } from './toy.js';

type Ask = (asked?: Partial<EvaluateParams>, onProgress?: (progress: Progress) => void) => Promise<EvaluateResult>;

/** A table of these lines, asked as any benchmark is. */
async function asking(lines: readonly object[], changes: Partial<Descriptor> = {}): Promise<Ask> {
  const descriptor = withMeans(toyDescriptor({ table: { file: 'rows.csv', replicates: 'seed' }, ...changes }));
  const family = toyFamily({ 'rows.csv': csvText(lines) }, descriptor);
  const benchmark = objectiveBenchmark(await loadObjective('table', family), family.descriptors);
  const params = { instance: 'only', configuration: { op: 'b', width: 16 }, fidelity: { epoch: 3, size: 1 }, seed: 0 };
  return async (asked, onProgress) =>
    await benchmark.evaluate({ ...params, ...asked }, onProgress === undefined ? undefined : { onProgress });
}

/** As a manifest is read: an objective of a table with replicates has a mean. */
function withMeans(descriptor: Descriptor): Descriptor {
  return { ...descriptor, metrics: withMeanMetrics(descriptor.metrics, descriptor.table) };
}

async function failureOf(answer: Promise<unknown>): Promise<EvaluationError> {
  const error: unknown = await answer.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(EvaluationError);
  return error as EvaluationError;
}

const without = (keep: (line: ToyLine) => boolean): ToyLine[] => toyLines(3).filter(keep);

describe('a look-up', () => {
  it('answers every cell with its own numbers, whatever the order of the lines and the rule', async () => {
    for (const find of ['grid', 'exact', 'nearest'] as const) {
      const ask = await asking(toyLines(1).reverse(), { table: { file: 'rows.csv', find } });
      for (const { op, width, epoch, size, loss, params, cost } of toyLines(1)) {
        const answer = await ask({ configuration: { op, width }, fidelity: { epoch, size } });
        expect(answer).toEqual({ metrics: { loss, params }, cost });
        expect(Object.keys(answer.metrics)).toEqual(['loss', 'params']);
      }
    }
  });

  it('takes one of the replicates by the seed, all of them equally often', async () => {
    const ask = await asking(toyLines(3));
    for (let seed = 0; seed < 9; seed++) {
      expect((await ask({ seed })).metrics['loss']).toBe(lossAt(1, 16, 3, 1, seed % 3));
    }
  });

  it('stays with one training run at all levels, also where that run has no number', async () => {
    const ask = await asking(without(({ epoch, replicate }) => epoch !== 3 || replicate !== 1));
    for (let seed = 0; seed < 6; seed++) {
      for (const epoch of [1, 9]) {
        const { metrics } = await ask({ seed, fidelity: { epoch, size: 1 } });
        expect(metrics['loss']).toBe(lossAt(1, 16, epoch, 1, seed % 3));
      }
      if (seed % 3 === 1) expect((await failureOf(ask({ seed }))).message).toMatch(/not measured at/);
      else expect((await ask({ seed })).metrics['loss']).toBe(lossAt(1, 16, 3, 1, seed % 3));
    }
  });

  it('takes one of the runs that a row has: others may have more', async () => {
    const ask = await asking(without(({ op, replicate }) => op !== 'b' || replicate !== 1));
    for (const [seed, replicate] of [0, 2, 0, 2].entries()) {
      expect((await ask({ seed })).metrics['loss']).toBe(lossAt(1, 16, 3, 1, replicate));
    }
    const other = { configuration: { op: 'a', width: 16 } };
    expect((await ask({ seed: 1, ...other })).metrics['loss']).toBe(lossAt(0, 16, 3, 1, 1));
  });

  it('takes the mean of all runs of the row, in their order, for the sum of their costs, where the manifest says so', async () => {
    const lines = without(
      ({ op, epoch, replicate }) => (op !== 'c' || replicate !== 1) && (epoch !== 9 || replicate !== 0),
    );
    const ask = await asking(lines, { table: { file: 'rows.csv', replicates: 'mean' } });
    expect(await ask({ seed: 1 })).toEqual({ metrics: { loss: meanAt(1, 3, [0, 1, 2]), params: 26 }, cost: 9 });
    const two = await ask({ configuration: { op: 'c', width: 16 } });
    expect(two).toEqual({ metrics: { loss: meanAt(2, 3, [0, 2]), params: 36 }, cost: 6 });
    expect((await failureOf(ask({ fidelity: { epoch: 9, size: 1 } }))).cost).toBe(18);
  });
});

/** Of the last width and size, summed as it is written. */
function meanAt(op: number, epoch: number, replicates: readonly number[]): number {
  let sum = 0;
  for (const replicate of replicates) sum += lossAt(op, 16, epoch, 1, replicate);
  return sum / replicates.length;
}

describe('the mean over the replicates', () => {
  it('is answered beside the one that was chosen, whatever the seed, at each level', async () => {
    const ask = await asking(toyLines(3));
    for (let seed = 0; seed < 3; seed++) {
      for (const epoch of [1, 3, 9]) {
        const { metrics } = await ask({ seed, fidelity: { epoch, size: 1 } });
        expect(metrics).toEqual({
          ...{ loss: lossAt(1, 16, epoch, 1, seed), params: 26 },
          mean_loss: meanAt(1, epoch, [0, 1, 2]),
        });
      }
    }
  });

  it('is of the runs that the row has, and is none where one of them failed or was not measured', async () => {
    const twoOfThree = await asking(without(({ op, replicate }) => op === 'a' || replicate !== 1));
    expect((await twoOfThree()).metrics['mean_loss']).toBe(meanAt(1, 3, [0, 2]));
    const lines = without(({ epoch, replicate }) => epoch !== 3 || replicate !== 1);
    const ask = await asking(lines);
    expect((await ask()).metrics).toEqual({ loss: lossAt(1, 16, 3, 1, 0), params: 26 });
    const failing = toyLines(2).map((line) => ({ ...line, failed: Number(line.epoch === 9 && line.replicate === 1) }));
    const survivor = await (await asking(failing))({ fidelity: { epoch: 9, size: 1 } });
    expect(survivor.metrics).toEqual({ loss: lossAt(1, 16, 9, 1, 0), params: 26 });
  });
});

describe('a metric that a run lacks', () => {
  const empty = toyLines(3).map((line) => (line.epoch === 3 && line.replicate === 1 ? { ...line, loss: '' } : line));

  it("is a failure of a run that continues, at its cost, and the next level is that run's again", async () => {
    const ask = await asking(empty);
    const error = await failureOf(ask({ seed: 1 }));
    expect([error.code, error.cost, error.message]).toEqual(['objective-failed', 3, 'the recorded run failed']);
    expect((await ask({ seed: 1, fidelity: { epoch: 9, size: 1 } })).metrics['loss']).toBe(lossAt(1, 16, 9, 1, 1));
  });

  it('is not measured where each level is a training of its own', async () => {
    const fidelities = toyDescriptor().fidelities.map((fidelity) => ({ ...fidelity, continuation: false }));
    const error = await failureOf((await asking(empty, { fidelities }))({ seed: 1 }));
    expect(error.message).toBe('not measured at {"epoch":3,"size":1}: refused, not invented');
  });

  it('is left out of the answer where the manifest says that it is optional, and the others are there', async () => {
    const lines = toyLines(1).map((line) => (line.op === 'b' ? { ...line, params: '' } : line));
    const { metrics } = toyDescriptor();
    const params = { direction: 'minimize', role: 'feature', optional: true } as const;
    const ask = await asking(lines, { table: { file: 'rows.csv' }, metrics: { ...metrics, params } });
    expect(await ask()).toEqual({ metrics: { loss: lossAt(1, 16, 3, 1, 0) }, cost: 3 });
    const whole = await ask({ configuration: { op: 'a', width: 16 } });
    expect(whole.metrics).toEqual({ loss: lossAt(0, 16, 3, 1, 0), params: 16 });
  });
});

describe('what was not measured', () => {
  it('is refused and not invented, and costs what was recorded, the floor, or the least of the table', async () => {
    const missing = toyLines(1).map((line) => (line.op === 'b' && line.epoch === 3 ? { ...line, loss: '' } : line));
    const known = await failureOf((await asking(missing))());
    expect([known.code, known.cost]).toEqual(['objective-failed', 3]);
    const absent = toyLines(1).filter(({ op, epoch }) => op !== 'b' || epoch !== 3);
    const unknown = await failureOf((await asking(absent))());
    expect(unknown.cost).toBe(0.5);
    expect(unknown.message).toBe('not measured at {"epoch":3,"size":1}: refused, not invented');
    expect((await failureOf((await asking(absent, { costFloor: 0.25 }))())).cost).toBe(0.25);
  });

  it('is a configuration that no row has, unless the nearest row answers for it', async () => {
    const lines = toyLines(1).filter(({ op, width }) => op !== 'b' || width !== 16);
    const table = { file: 'rows.csv' };
    const error = await failureOf((await asking(lines))());
    expect([error.message, error.cost]).toEqual(['the table has no such configuration: refused, not invented', 0.5]);
    const snapped = await (await asking(lines, { table: { ...table, find: 'nearest' } }))();
    expect(snapped.metrics['params']).toBe(18);
    const onGrid = await failureOf((await asking(lines, { table: { ...table, find: 'grid' } }))());
    expect(onGrid.message).toMatch(/not measured/);
  });

  it('is refused by the space before the table is asked, where it is no configuration at all', async () => {
    const ask = await asking(toyLines(1));
    expect((await failureOf(ask({ configuration: { op: 'd', width: 16 } }))).code).toBe('invalid-configuration');
    expect((await failureOf(ask({ fidelity: { epoch: 2, size: 1 } }))).code).toBe('invalid-fidelity');
  });
});

describe('a run that failed', () => {
  const failing = (replicates: number): object[] =>
    toyLines(replicates).map((line) => {
      const failed = line.op === 'b' && line.epoch === 3 && line.replicate === 0;
      return { ...line, loss: failed ? '' : line.loss, failed: failed ? 1 : '' };
    });

  it('is a failure with its cost', async () => {
    const error = await failureOf((await asking(failing(1)))());
    expect([error.code, error.cost, error.message]).toEqual(['objective-failed', 3, 'the recorded run failed']);
  });

  it('is one of the replicates, and fails their mean', async () => {
    const ask = await asking(failing(2));
    expect((await failureOf(ask({ seed: 0 }))).message).toBe('the recorded run failed');
    expect((await ask({ seed: 1 })).metrics['loss']).toBe(lossAt(1, 16, 3, 1, 1));
    const mean = await asking(failing(2), { table: { file: 'rows.csv', replicates: 'mean' } });
    expect((await failureOf(mean())).cost).toBe(6);
  });
});

describe('the cost', () => {
  it('is never 0: the floor of the manifest stands for what cost nothing or has no cost', async () => {
    const free = toyLines(1).map((line) => (line.epoch === 3 ? { ...line, cost: 0 } : line));
    expect((await (await asking(free, { costFloor: 0.1 }))()).cost).toBe(0.1);
    await expect((await asking(free))()).rejects.toThrow(/12 of 36 costs are not above 0/);
    const timeless = toyLines(1).map(({ cost, ...line }) => (cost === '' ? {} : line));
    expect((await (await asking(timeless, { costFloor: 0.1 }))()).cost).toBe(0.1);
    await expect((await asking(timeless))()).rejects.toThrow(/the table of only: it has no cost/);
  });
});

describe('a watched look-up', () => {
  it('reports every recorded level of the continuing fidelity, of the same run, at the same other fidelities', async () => {
    const ask = await asking(without(({ epoch, replicate }) => epoch !== 1 || replicate !== 2));
    const reports = async (seed: number, epoch: number): Promise<readonly Progress[]> => {
      const found: Progress[] = [];
      await ask({ seed, fidelity: { epoch, size: 0.5 }, progress: true }, (report) => void found.push(report));
      return found;
    };
    const meanOf = (epoch: number): number =>
      [0, 1, 2].reduce((sum, replicate) => sum + lossAt(1, 16, epoch, 0.5, replicate), 0) / 3;
    const at = (epoch: number, replicate: number): Progress => ({
      level: epoch,
      metrics: {
        loss: lossAt(1, 16, epoch, 0.5, replicate),
        params: 26,
        ...(epoch > 1 && { mean_loss: meanOf(epoch) }),
      },
    });
    expect(await reports(1, 9)).toEqual([at(1, 1), at(3, 1), at(9, 1)]);
    expect(await reports(1, 1)).toEqual([at(1, 1)]);
    // That run was not measured at the first level.
    expect(await reports(2, 9)).toEqual([at(3, 2), at(9, 2)]);
  });

  it('reports what went before a failure', async () => {
    const lines = toyLines(1).map((line) => ({ ...line, failed: line.epoch === 9 ? 1 : '' }));
    const ask = await asking(lines);
    const levels: number[] = [];
    const answer = ask({ fidelity: { epoch: 9, size: 1 }, progress: true }, ({ level }) => void levels.push(level));
    expect((await failureOf(answer)).cost).toBe(9);
    expect(levels).toEqual([1, 3]);
  });

  it('reports nothing where no fidelity continues: each level is a run of its own', async () => {
    const fidelities = toyDescriptor().fidelities.map((fidelity) => ({ ...fidelity, continuation: false }));
    const ask = await asking(toyLines(1), { fidelities });
    const reports: Progress[] = [];
    await ask({ progress: true }, (report) => void reports.push(report));
    expect(reports).toEqual([]);
  });
});
