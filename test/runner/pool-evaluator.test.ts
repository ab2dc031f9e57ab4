import { describe, expect, it } from 'vitest';
import { infrastructureError } from '../../src/core/errors.js';
import { type Benchmark, EvaluationError } from '../../src/protocol/benchmark.js';
import { createJudge } from '../../src/runner/outcome.js';
import { createPool } from '../../src/runner/pool.js';
import { poolEvaluator, type PoolEvaluatorOptions } from '../../src/runner/pool-evaluator.js';
import { createWitness } from '../../src/runner/witness.js';
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
  const witness = createWitness();
  const rules = { deadline: 5, clock: 'real', retries: 2 } as const;
  return poolEvaluator({ run: 'a', pool: createPool(1), kind, judge, witness, ...rules, ...more });
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
    const words: string[] = [];
    const outcome = await evaluatorOf(kind, { retries: 1, onLoss: (how) => words.push(how) }).evaluate(TASK);
    expect(outcome).toMatchObject({ status: 'failed', code: 'guest-exited' });
    expect(outcome).toMatchObject({ message: expect.not.stringContaining('code 1') as string });
    expect(words).toEqual(Array(2).fill('the guest ended the connection (it exited with code 1)'));
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

  it('on a recorded clock stops the run when all tries hang: how fast the machine is decides nothing', async () => {
    const kind = kindOf(() => new Promise(() => undefined));
    const evaluating = Promise.resolve(
      evaluatorOf(kind, { deadline: 0.05, clock: 'virtual', retries: 0 }).evaluate(TASK),
    );
    await expect(evaluating).rejects.toMatchObject({ code: 'infrastructure' });
  });

  it('blames a configuration that no guest survives while others are answered', async () => {
    const kind = kindOf((guest, { configuration }) =>
      configuration['x'] === 0 ? lose(guest) : square(configuration['x']),
    );
    const evaluator = evaluatorOf(kind, { retries: 0 });
    for (const x of [0, 0, 0, 0]) await evaluator.evaluate({ ...TASK, configuration: { x: x + 1 } });
    for (let turn = 0; turn < 5; turn++) {
      expect(await evaluator.evaluate({ ...TASK, seed: turn, configuration: { x: 0 } })).toMatchObject({
        code: 'guest-exited',
      });
    }
  });

  it('throws, for nobody to be told, when even what was answered before loses its guest', async () => {
    let broken = false;
    const kind = kindOf((guest, { configuration }) => (broken ? lose(guest) : square(configuration['x'])));
    const evaluator = evaluatorOf(kind, { retries: 1 });
    await evaluator.evaluate(TASK);
    broken = true;
    const evaluating = Promise.resolve(evaluator.evaluate({ ...TASK, configuration: { x: 4 } }));
    await expect(evaluating).rejects.toMatchObject({ code: 'infrastructure' });
    broken = false;
    expect(await evaluator.evaluate({ ...TASK, configuration: { x: 4 } })).toMatchObject({ status: 'completed' });
  });

  it('throws when several configurations in a row lose their guests, and none was ever answered', async () => {
    const evaluator = evaluatorOf(
      kindOf((guest) => lose(guest)),
      { retries: 0 },
    );
    const at = (x: number): Promise<unknown> => Promise.resolve(evaluator.evaluate({ ...TASK, configuration: { x } }));
    await at(1);
    await at(1);
    await at(2);
    await expect(at(3)).rejects.toMatchObject({ code: 'infrastructure' });
  });

  it('asks the answer that the family declares for, where nothing was answered yet', async () => {
    const known = { ...TASK, configuration: { x: 9 } };
    const kind = kindOf((guest, { configuration }) => (configuration['x'] === 9 ? square(9) : lose(guest)));
    const evaluator = evaluatorOf(kind, { retries: 0, witness: createWitness(known) });
    for (const x of [1, 2, 3, 4]) {
      expect(await evaluator.evaluate({ ...TASK, configuration: { x } })).toMatchObject({ code: 'guest-exited' });
    }
  });

  it('in company does not count as a try who was lost with the guest of another', async () => {
    const kind = kindOf(async (guest, { configuration }) => {
      await new Promise((resolve) => setImmediate(resolve));
      return guest.stopped() || configuration['x'] === 0 ? lose(guest) : square(configuration['x']);
    }, 4);
    const known = { ...TASK, configuration: { x: 1 } };
    const evaluator = evaluatorOf(kind, { retries: 0, witness: createWitness(known) });
    const outcomes = await Promise.all(
      [3, 0, 3].map(async (x) => await evaluator.evaluate({ ...TASK, configuration: { x } })),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['completed', 'failed', 'completed']);
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
