import { describe, expect, it } from 'vitest';
import { infrastructureError } from '../../src/core/errors.js';
import { type Benchmark, EvaluationError } from '../../src/protocol/benchmark.js';
import { createJudge } from '../../src/runner/outcome.js';
import { createPool } from '../../src/runner/pool.js';
import { poolEvaluator, type PoolEvaluatorOptions } from '../../src/runner/pool-evaluator.js';
import { descriptorOf } from '../images/family-fixture.js';
import { inMemoryKind, type InMemoryGuest, type InMemoryKind } from './in-memory-guest.js';

const TASK = { instance: 'only', configuration: { x: 3 }, fidelity: {}, seed: 1 };
const DONE = { status: 'completed', metrics: { loss: 9 } };

type Evaluate = (
  guest: InMemoryGuest,
  params: Parameters<Benchmark['evaluate']>[0],
  signal?: AbortSignal,
) => ReturnType<Benchmark['evaluate']>;

function kindOf(evaluate: Evaluate, inFlight = 1): InMemoryKind {
  return inMemoryKind({
    inFlight,
    benchmark: (guest) => ({
      describe: () => Promise.reject(new Error('not asked for here')),
      evaluate: (params, options) => evaluate(guest(), params, options?.signal),
    }),
  });
}

function evaluatorOf(kind: InMemoryKind, more: Partial<PoolEvaluatorOptions> = {}): ReturnType<typeof poolEvaluator> {
  const judge = createJudge({ ...descriptorOf('test'), clock: 'measured' });
  return poolEvaluator({ run: 'a', pool: createPool(1), kind, judge, deadline: 5, clock: 'real', retries: 2, ...more });
}

/** The guest ends in the middle of the call. */
function lose(guest: InMemoryGuest, outOfMemory = false): never {
  guest.die(outOfMemory ? 'was ended by the limit on memory' : 'exited with code 1', outOfMemory);
  throw infrastructureError('the guest ended the connection');
}

const square = (x: unknown): { metrics: { loss: number }; cost: number } => ({
  metrics: { loss: Number(x) ** 2 },
  cost: 1,
});

describe('evaluating in a pool', () => {
  it('tries again in a fresh guest when one is lost, as often as the policy says', async () => {
    let losses = 2;
    const kind = kindOf((guest, { configuration }) => (losses-- > 0 ? lose(guest) : square(configuration['x'])));
    expect(await evaluatorOf(kind).evaluate(TASK)).toMatchObject(DONE);
    expect(kind.started).toHaveLength(3);
  });

  it('has failed when all tries are lost: that is told, and costs', async () => {
    const kind = kindOf((guest) => lose(guest));
    const outcome = await evaluatorOf(kind, { retries: 1 }).evaluate(TASK);
    expect(outcome).toMatchObject({ status: 'failed', code: 'guest-exited' });
    expect(outcome).toMatchObject({ message: 'the guest ended the connection (it exited with code 1)' });
    expect(outcome.cost).toBeGreaterThan(0);
    expect(kind.started).toHaveLength(2);
  });

  it('does not try again when the limit on memory ended a guest that it had alone', async () => {
    const kind = kindOf((guest) => lose(guest, true));
    expect(await evaluatorOf(kind).evaluate(TASK)).toMatchObject({ status: 'out-of-memory', code: 'out-of-memory' });
    expect(kind.started).toHaveLength(1);
  });

  it('tries again alone when several shared the guest that the limit on memory ended: only the culprit is told', async () => {
    const kind = kindOf(async (guest, { configuration }) => {
      await new Promise((resolve) => setImmediate(resolve));
      return guest.stopped() || configuration['x'] === 0 ? lose(guest, true) : square(configuration['x']);
    }, 4);
    const evaluator = evaluatorOf(kind);
    const outcomes = await Promise.all(
      [3, 0, 3].map(async (x) => await evaluator.evaluate({ ...TASK, configuration: { x } })),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['completed', 'out-of-memory', 'completed']);
  });

  it('starts over from scratch when the checkpoint went with its container, which is not a try', async () => {
    const kind = kindOf((_, { checkpoint, configuration }) => {
      if (checkpoint !== undefined) throw new EvaluationError('checkpoint-missing', 'there is none');
      return square(configuration['x']);
    });
    expect(await evaluatorOf(kind, { retries: 0 }).evaluate({ ...TASK, checkpoint: 'abc' })).toMatchObject(DONE);
  });

  it('stops at the deadline: a guest that obeys stays, one that does not is replaced', async () => {
    const obedient = kindOf(
      (_guest, _params, signal) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(new EvaluationError('cancelled', 'cancelled')));
        }),
    );
    const evaluator = evaluatorOf(obedient, { deadline: 0.05 });
    expect(await evaluator.evaluate(TASK)).toMatchObject({ status: 'timed-out', code: 'deadline' });
    expect(obedient.started[0]?.stopped()).toBe(false);
    const deaf = kindOf(() => new Promise(() => undefined));
    const outcome = await evaluatorOf(deaf, { deadline: 0.05 }).evaluate(TASK);
    expect(outcome).toMatchObject({ status: 'timed-out', code: 'deadline' });
    expect(outcome.cost).toBeGreaterThan(0.05);
    expect(deaf.started[0]?.stopped()).toBe(true);
  });

  it('on a recorded clock takes the deadline for a hung guest, which is replaced and never decides an outcome', async () => {
    let hangs = 1;
    const kind = kindOf((_, { configuration }) =>
      hangs-- > 0 ? new Promise(() => undefined) : square(configuration['x']),
    );
    expect(await evaluatorOf(kind, { deadline: 0.05, clock: 'virtual' }).evaluate(TASK)).toMatchObject(DONE);
    expect(kind.started).toHaveLength(2);
  });

  it('gives up when it is interrupted', async () => {
    const kind = kindOf(() => new Promise(() => undefined));
    const controller = new AbortController();
    const evaluating = Promise.resolve(evaluatorOf(kind).evaluate(TASK, controller.signal));
    setImmediate(() => controller.abort());
    await expect(evaluating).rejects.toMatchObject({ code: 'infrastructure' });
    expect(kind.started[0]?.stopped()).toBe(true);
  });

  it('throws, for nobody to be told, when no guest can be started', async () => {
    const kind = inMemoryKind({ gate: () => Promise.reject(infrastructureError('no such image')) });
    await expect(Promise.resolve(evaluatorOf(kind).evaluate(TASK))).rejects.toThrow('no such image');
  });
});
