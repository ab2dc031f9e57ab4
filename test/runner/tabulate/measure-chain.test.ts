import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/core/types.js';
import type { Evaluator, Task } from '../../../src/runner/evaluator.js';
import type { Cell } from '../../../src/runner/tabulate/cells.js';
import { measureChain } from '../../../src/runner/tabulate/measure-chain.js';
import type { MeasuredCell } from '../../../src/runner/tabulate/measured-cell.js';

const chain: readonly Cell[] = [1, 3, 9, 27].map((epochs, number) => ({
  number,
  instance: 'a',
  configuration: { x: 0.5 },
  fidelity: { epochs },
  seed: 4,
}));

type Case = { readonly deadline?: number; readonly known?: Readonly<Record<number, MeasuredCell>> };

/** Trains for a second an epoch, from the checkpoint on if there is one; `break` answers instead where it does. */
async function run(broken: (task: Task, passed: number) => Answer | undefined, given: Case = {}) {
  const { deadline = Infinity, known = {} } = given;
  const tasks: Task[] = [];
  const released: string[] = [];
  const found: Record<number, MeasuredCell> = { ...known };
  const evaluator: Evaluator = {
    evaluate: (task) => {
      tasks.push(task);
      const epochs = task.fidelity['epochs'] ?? 0;
      const passed = Number(task.checkpoint ?? 0);
      const answer = { status: 'completed' as const, cost: epochs - passed, metrics: { loss: 1 / epochs } };
      return broken(task, passed) ?? (task.keep === true ? { ...answer, checkpoint: String(epochs) } : answer);
    },
    release: (checkpoints) => released.push(...checkpoints),
  };
  await measureChain(chain, {
    evaluator,
    measured: true,
    deadline,
    signal: new AbortController().signal,
    known: (cell) => found[cell],
    record: (cell, measured) => (found[cell] = measured),
  });
  return { tasks, released, costs: chain.map(({ number }) => found[number]?.cost), found };
}

const nothing = (): undefined => undefined;

describe('a chain of cells', () => {
  it('continues from each to the next, and sums what they cost', async () => {
    const { tasks, costs, released } = await run(nothing);
    expect(tasks.map(({ checkpoint, keep }) => [checkpoint, keep])).toEqual([
      [undefined, true],
      ['1', true],
      ['3', true],
      ['9', undefined],
    ]);
    expect(costs).toEqual([1, 3, 9, 27]);
    expect(released).toEqual(['1', '3', '9']);
  });

  it('is measured from scratch where no checkpoint is offered', async () => {
    const { tasks, costs } = await run(({ fidelity }) => ({
      status: 'completed',
      cost: 100 + (fidelity['epochs'] ?? 0),
      metrics: {},
    }));
    expect(tasks.every(({ checkpoint }) => checkpoint === undefined)).toBe(true);
    expect(costs).toEqual([101, 103, 109, 127]);
  });

  it('has the whole cost of what was done again after a lost checkpoint', async () => {
    const { costs } = await run(({ fidelity, checkpoint }) =>
      fidelity['epochs'] === 9 && checkpoint !== undefined
        ? { status: 'completed', cost: 10, metrics: {}, checkpoint: '9', restarted: true }
        : undefined,
    );
    expect(costs).toEqual([1, 3, 10, 28]);
  });

  it('goes on after a failure from the last cell that went well', async () => {
    const { tasks, found } = await run(({ fidelity }) =>
      fidelity['epochs'] === 3 ? { status: 'failed', cost: 0.5, code: 'objective-failed', message: 'nan' } : undefined,
    );
    expect(found[1]).toEqual({ status: 'failed', cost: 1.5, message: 'nan' });
    expect(tasks.map(({ checkpoint }) => checkpoint)).toEqual([undefined, '1', '1', '9']);
    expect([found[2]?.cost, found[3]?.cost]).toEqual([9, 27]);
  });

  it('asks no more after the deadline, which cells above it would have to pass', async () => {
    const { tasks, found } = await run(nothing, { deadline: 5 });
    expect(tasks).toHaveLength(3);
    expect(found[2]).toEqual({ status: 'timed-out', cost: 5, message: 'not finished after 5 s' });
    expect(found[3]).toEqual(found[2]);
  });

  it('asks for the rest only, from scratch, when cells are known already', async () => {
    const known = {
      0: { status: 'completed', cost: 1, metrics: {} },
      1: { status: 'completed', cost: 3, metrics: {} },
    } as const;
    const { tasks, costs } = await run(nothing, { known });
    expect(tasks.map(({ fidelity, checkpoint }) => [fidelity['epochs'], checkpoint])).toEqual([
      [9, undefined],
      [27, '9'],
    ]);
    expect(costs).toEqual([1, 3, 9, 27]);
  });

  it('asks nothing above a cell that is known to be late', async () => {
    const late = { status: 'timed-out', cost: 2, message: 'not finished after 2 s' } as const;
    const { tasks, found } = await run(nothing, { known: { 1: late }, deadline: 2 });
    expect(tasks).toHaveLength(1);
    expect([found[2], found[3]]).toEqual([late, late]);
  });
});
