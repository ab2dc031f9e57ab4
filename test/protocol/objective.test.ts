import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { EvaluationError, type Objective, type ObjectiveContext } from '../../src/protocol/benchmark.js';
import { connect } from '../../src/protocol/connect.js';
import { objectiveBenchmark } from '../../src/protocol/objective.js';
import { serve } from '../../src/protocol/serve.js';
import { DESCRIPTORS } from './fixture-descriptors.js';
import { failureOf, request } from './start-guest.js';

const plain: Objective = {
  evaluate: ({ x }, fidelity) => ({
    metrics: { loss: Number(x), epochs: fidelity['epochs'] as number },
    cost: fidelity['epochs'] as number,
  }),
};

/** What a function throws, or a promise it returns rejects with. */
async function thrownBy(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

describe('an objective as a benchmark', () => {
  it('answers without a promise when the objective does', () => {
    const benchmark = objectiveBenchmark(plain, DESCRIPTORS);
    expect(benchmark.evaluate(request('plain'))).toEqual({ metrics: { loss: 1, epochs: 3 }, cost: 3 });
    expect(benchmark.describe('recorded')).toBe(DESCRIPTORS.recorded);
    expect(() => benchmark.evaluate(request('none'))).toThrow(EvaluationError);
    expect(() => benchmark.describe('none')).toThrow('there is no instance "none"');
    expect('evaluateBatch' in benchmark).toBe(false);
  });

  it('skips the checks for whoever has made them, and only those', () => {
    const benchmark = objectiveBenchmark(plain, DESCRIPTORS, { trusted: true });
    expect(benchmark.evaluate(request('none'))).toMatchObject({ cost: 3 });
    expect(() => benchmark.evaluate(request('plain', { instance: 'none' }))).toThrow('no instance');
    expect(() => benchmark.evaluate(request('plain', { configuration: { x: NaN } }))).toThrow('"loss"');
  });

  it('gives the objective the configuration itself, not a copy', () => {
    let seen: unknown;
    const params = request('plain');
    const spy: Objective = {
      evaluate: (configuration, ...rest) => {
        seen = configuration;
        return plain.evaluate(configuration, ...rest);
      },
    };
    void objectiveBenchmark(spy, DESCRIPTORS).evaluate(params);
    expect(seen).toBe(params.configuration);
  });

  it("keeps the objective's own code and cost of a failure", async () => {
    const failing = (error: unknown): Objective => ({
      evaluate: () => {
        throw error;
      },
    });
    const thrown = async (error: unknown): Promise<unknown> =>
      await thrownBy(() => objectiveBenchmark(failing(error), DESCRIPTORS).evaluate(request('plain')));
    expect(await thrown(new EvaluationError('out-of-memory', 'simulated', 12))).toMatchObject({
      code: 'out-of-memory',
      message: 'simulated',
      cost: 12,
    });
    expect(await thrown('just text')).toMatchObject({ code: 'objective-failed', message: 'string: just text' });
    expect(await thrown(undefined)).toMatchObject({ code: 'objective-failed' });
    expect(await thrown(new RangeError('Array buffer allocation failed'))).toMatchObject({ code: 'out-of-memory' });
    expect(await thrown(new RangeError('index out of range'))).toMatchObject({ code: 'objective-failed' });
  });

  it('measures the time of objectives that wait', async () => {
    const slow: Objective = {
      evaluate: async () => {
        await new Promise((later) => setTimeout(later, 50));
        return { metrics: { loss: 0, epochs: 1 } };
      },
    };
    const { cost } = await objectiveBenchmark(slow, DESCRIPTORS).evaluate(request('plain', { instance: 'measured' }));
    expect(cost).toBeGreaterThan(0.045);
    expect(cost).toBeLessThan(1);
  });

  it('hears the signal of its caller', async () => {
    const waiting: Objective = {
      evaluate: (_c, _f, _s, _i, { signal }) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => resolve({ metrics: { loss: 0, epochs: 1 }, cost: 2 })),
        ),
    };
    const benchmark = objectiveBenchmark(waiting, DESCRIPTORS);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 10);
    const error = await thrownBy(() => benchmark.evaluate(request('plain'), { signal: controller.signal }));
    expect(error).toMatchObject({ code: 'cancelled', cost: 2 });
    const early = await thrownBy(() => benchmark.evaluate(request('plain'), { signal: controller.signal }));
    expect(early).toMatchObject({ code: 'cancelled' });
  });

  it('keeps no checkpoint without a place for it', async () => {
    const contexts: ObjectiveContext[] = [];
    const spy: Objective = {
      evaluate: (...all) => {
        contexts.push(all[4]);
        return plain.evaluate(...all);
      },
    };
    const benchmark = objectiveBenchmark(spy, DESCRIPTORS);
    expect(await benchmark.evaluate(request('plain', { keep: true }))).not.toHaveProperty('checkpoint');
    expect(contexts[0]).not.toHaveProperty('keepIn');
    const error = await thrownBy(() => benchmark.evaluate(request('plain', { checkpoint: 'c' })));
    expect(error).toMatchObject({ code: 'checkpoint-missing' });
  });

  it('never leaves its place for checkpoints', async () => {
    const place = mkdtempSync(join(tmpdir(), 'hport-checkpoints-'));
    writeFileSync(join(place, 'precious'), '');
    const benchmark = objectiveBenchmark(plain, DESCRIPTORS, { checkpoints: join(place, 'inner') });
    benchmark.release?.(['../precious', '..', '.', '/', '']);
    expect(existsSync(join(place, 'precious'))).toBe(true);
    for (const checkpoint of ['../precious', '.', '..', '']) {
      const error = await thrownBy(() => benchmark.evaluate(request('plain', { checkpoint })));
      expect(error).toMatchObject({ code: 'checkpoint-missing' });
    }
    expect(readdirSync(place)).toEqual(['precious']);
  });

  it('takes batches with anything in them', async () => {
    const batching: Objective = {
      ...plain,
      evaluateBatch: (batch) =>
        batch.map(({ configuration }) => ({ metrics: { loss: Number(configuration['x']), epochs: 0 }, cost: 1 })),
    };
    const answers = await objectiveBenchmark(batching, DESCRIPTORS).evaluateBatch?.([
      request('plain', { x: 1 }),
      request('plain', { x: 1e6 }),
      request('plain', { x: 2, checkpoint: 'none' }),
      request('plain', { x: 3, progress: true }),
    ]);
    expect(answers).toMatchObject([
      { metrics: { loss: 1, epochs: 0 } },
      { code: 'invalid-configuration' },
      { code: 'checkpoint-missing' },
      { metrics: { loss: 3, epochs: 3 } },
    ]);
  });
});

describe('serving over streams', () => {
  it('answers until the host ends the stream', async () => {
    const [there, back] = [new PassThrough(), new PassThrough()];
    const served = serve({ input: there, output: back }, objectiveBenchmark(plain, DESCRIPTORS));
    const host = connect({ input: back, output: there });
    expect(await host.evaluate(request('plain'))).toMatchObject({ cost: 3 });
    expect(await failureOf(host.evaluate(request('none')))).toMatchObject({ code: 'invalid-configuration' });
    host.close();
    await served;
  });

  it('ends at the signal', async () => {
    const [there, back] = [new PassThrough(), new PassThrough()];
    const controller = new AbortController();
    const benchmark = objectiveBenchmark(plain, DESCRIPTORS);
    const served = serve({ input: there, output: back }, benchmark, { signal: controller.signal });
    const host = connect({ input: back, output: there });
    controller.abort();
    await served;
    expect((await host.closed)?.code).toBe('infrastructure');
  });

  it('fails at a line that is too long', async () => {
    const [there, back] = [new PassThrough(), new PassThrough()];
    const served = serve({ input: there, output: back }, objectiveBenchmark(plain, DESCRIPTORS), { limit: 100 });
    there.write('x'.repeat(101));
    expect(await failureOf(served)).toMatchObject({ name: 'LineTooLong' });
  });

  it('answers an internal error for what is neither a result nor an evaluation error', async () => {
    const [there, back] = [new PassThrough(), new PassThrough()];
    const broken = {
      describe: () => DESCRIPTORS.recorded,
      evaluate: () => Promise.reject(new Error('a mistake of ours')),
    };
    void serve({ input: there, output: back }, broken);
    const host = connect({ input: back, output: there });
    const error = await failureOf(host.evaluate(request('plain')));
    expect(error).toMatchObject({ code: 'infrastructure', message: 'the guest answered -32603: a mistake of ours' });
    host.close();
  });
});
