import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Progress } from '../../src/core/types.js';
import { EvaluationError } from '../../src/protocol/benchmark.js';
import { DESCRIPTORS } from './fixture-descriptors.js';
import { connectGuest, failureOf, request, type ConnectedGuest, type Language, type Transport } from './start-guest.js';

const GUESTS: readonly (readonly [Language, Transport])[] = [
  ['node', 'socket'],
  ['node', 'stdio'],
  ['python', 'socket'],
  ['python', 'stdio'],
];

describe.each(GUESTS)('the %s guest over %s', (language, transport) => {
  let guest: ConnectedGuest;
  beforeAll(async () => {
    guest = await connectGuest(language, transport);
  });
  afterAll(async () => {
    guest.connection.close();
    expect(await guest.exit).toBe(0);
  });

  it('describes its instances', async () => {
    expect(await guest.connection.describe('recorded')).toEqual(DESCRIPTORS.recorded);
    expect(await failureOf(guest.connection.describe('none'))).toMatchObject({ code: 'unknown-instance' });
  });

  it('evaluates', async () => {
    const result = await guest.connection.evaluate(request('plain', { x: 2, seed: 7 }));
    expect(result).toEqual({ metrics: { loss: 4.007, epochs: 3 }, cost: 3 });
  });

  it.each([
    ['an unknown choice', { configuration: { x: 1, mode: 'none' } }, 'invalid-configuration', /mode/],
    ['a value out of bounds', { configuration: { x: 101, mode: 'plain' } }, 'invalid-configuration', /x: 101/],
    ['a missing parameter', { configuration: { mode: 'plain' } }, 'invalid-configuration', /"x" is missing/],
    ['an unknown parameter', { configuration: { x: 1, mode: 'plain', y: 1 } }, 'invalid-configuration', /y/],
    ['a level out of bounds', { fidelity: { epochs: 101 } }, 'invalid-fidelity', /epochs: 101/],
    ['a level that is no integer', { fidelity: { epochs: 1.5 } }, 'invalid-fidelity', /epochs/],
    ['a missing level', { fidelity: {} }, 'invalid-fidelity', /"epochs" is missing/],
    ['an unknown instance', { instance: '__proto__' }, 'unknown-instance', /__proto__/],
  ])('refuses %s', async (_, more, code, message) => {
    const error = await failureOf(guest.connection.evaluate(request('plain', more)));
    expect(error).toBeInstanceOf(EvaluationError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  it.each([
    ['nan', 'objective-failed', /"loss" is not a finite number/],
    ['infinite', 'objective-failed', /"loss" is not a finite number/],
    ['text', 'objective-failed', /"loss" is not a finite number/],
    ['missing', 'objective-failed', /"epochs" is missing/],
    ['undeclared', 'objective-failed', /"extra" is not declared/],
    ['outside', 'objective-failed', /"loss" is 1000000000(\.0)?, outside/],
    ['costless', 'objective-failed', /gave no cost, which a recorded clock needs/],
    ['free', 'objective-failed', /gave the cost 0/],
    ['nothing', 'objective-failed', /not .*metrics/],
    ['throws', 'objective-failed', /TypeError: it broke/],
    ['throws-code', 'objective-failed', /not found/],
    ['refuses-checkpoint', 'checkpoint-missing', /another evaluation's/],
    ['bigint', 'objective-failed', /"epochs" is not a finite number/],
    ['long-message', 'objective-failed', /^[A-Z][A-Za-z]+: A{1900,}\.\.\.$/],
    ['thrown-object', 'objective-failed', /./],
    ['memory', 'out-of-memory', /./],
  ])('answers the error of mode %s', async (mode, code, message) => {
    const error = await failureOf(guest.connection.evaluate(request(mode)));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  it('lives on when an objective leaves a failure behind that nobody waits for', async () => {
    await guest.connection.evaluate(request('floating'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await guest.connection.evaluate(request('plain'))).toMatchObject({ metrics: { epochs: 3 } });
    expect(guest.log()).toContain('nobody waits for this');
  });

  it('leaves out of its reports what the wire does not carry', async () => {
    const heard: unknown[] = [];
    await guest.connection.evaluate(request('diverges'), { onProgress: (progress) => void heard.push(progress) });
    expect(heard).toEqual([
      { level: 1, metrics: { epochs: 1 } },
      { level: 2, metrics: {} },
    ]);
  });

  it('shows the traceback of an objective in its log', async () => {
    await failureOf(guest.connection.evaluate(request('throws')));
    expect(guest.log()).toMatch(/objective\.(mjs|py)/);
  });

  it('knows the cost of failures', async () => {
    expect(await failureOf(guest.connection.evaluate(request('throws-cost')))).toMatchObject({ cost: 7 });
    expect(await failureOf(guest.connection.evaluate(request('throws')))).toMatchObject({ cost: undefined });
    const floored = await failureOf(guest.connection.evaluate(request('throws', { instance: 'floored' })));
    expect(floored).toMatchObject({ cost: 0.25 });
    const slow = request('nan', { instance: 'measured' });
    expect((await failureOf(guest.connection.evaluate(slow))).cost).toBeGreaterThan(0);
  });

  it('measures the cost on a measured clock, and raises a cost of zero to a declared floor', async () => {
    const { cost } = await guest.connection.evaluate(request('costless', { instance: 'measured' }));
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThan(1);
    expect((await guest.connection.evaluate(request('free', { instance: 'floored' }))).cost).toBe(0.25);
  });

  it('keeps what is printed off the wire', async () => {
    const result = await guest.connection.evaluate(request('noise'));
    expect(result.metrics['epochs']).toBe(3);
    if (transport === 'stdio') expect(guest.log()).toContain('noise of a child');
  });

  it('answers pipelined requests, each its own', async () => {
    const xs = Array.from({ length: 300 }, (_, at) => at / 10);
    const results = await Promise.all(xs.map((x) => guest.connection.evaluate(request('plain', { x }))));
    expect(results.map(({ metrics }) => metrics['loss'])).toEqual(xs.map((x) => x * x + 1 / 1000));
  });

  it('answers a batch in its order, errors among results', async () => {
    const answers = await guest.connection.evaluateBatch([
      request('plain', { x: 2 }),
      request('throws'),
      request('plain', { instance: 'none' }),
      request('plain', { x: 3 }),
    ]);
    expect(answers.map((answer) => (answer instanceof Error ? answer.code : answer.metrics['loss']))).toEqual([
      4.001,
      'objective-failed',
      'unknown-instance',
      9.001,
    ]);
    expect(await guest.connection.evaluateBatch([])).toEqual([]);
  });

  it('gives the same answers in another order', async () => {
    const requests = ['plain', 'curve', 'train'].map((mode) => request(mode, { x: 5 }));
    const forwards = await Promise.all(requests.map((params) => guest.connection.evaluate(params)));
    const backwards = await Promise.all([...requests].reverse().map((params) => guest.connection.evaluate(params)));
    expect(backwards.reverse()).toEqual(forwards);
  });

  it('reports progress when asked', async () => {
    const curve: Progress[] = [];
    await guest.connection.evaluate(request('curve'), { onProgress: (progress) => curve.push(progress) });
    expect(curve).toEqual([1, 2, 3].map((level) => ({ level, metrics: { loss: 1 / level } })));
    await guest.connection.evaluate(request('curve'));
    expect(curve).toHaveLength(3);
    const [deaf, listening] = [{}, { onProgress: () => undefined }].map((options) =>
      guest.connection.evaluate(request('asks'), options),
    );
    expect((await deaf)?.metrics['loss']).toBe(0);
    expect((await listening)?.metrics['loss']).toBe(1);
  });

  it('cancels a running evaluation and queued ones', async () => {
    const controllers = [new AbortController(), new AbortController()] as const;
    const start = performance.now();
    const running = failureOf(guest.connection.evaluate(request('wait', { x: 20 }), { signal: controllers[0].signal }));
    const queued = failureOf(guest.connection.evaluate(request('plain'), { signal: controllers[1].signal }));
    const last = guest.connection.evaluate(request('plain'));
    setTimeout(() => controllers[1].abort(), 100);
    setTimeout(() => controllers[0].abort(), 200);
    expect(await running).toMatchObject({ code: 'cancelled' });
    expect(await queued).toMatchObject({ code: 'cancelled' });
    expect((await last).cost).toBe(3);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('answers error 7 for what it could not interrupt', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const error = await failureOf(
      guest.connection.evaluate(request('spin', { x: 0.5 }), { signal: controller.signal }),
    );
    expect(error).toMatchObject({ code: 'cancelled' });
  });

  it('keeps checkpoints, continues from them and releases them', async () => {
    const { checkpoint } = await guest.connection.evaluate(request('train', { keep: true }));
    expect(checkpoint).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    const token = checkpoint as string;
    const next = await guest.connection.evaluate(
      request('train', { checkpoint: token, fidelity: { epochs: 9 }, keep: true }),
    );
    expect(next.metrics).toEqual({ loss: 3, epochs: 9 });
    expect(existsSync(join(guest.checkpoints, token))).toBe(true);
    guest.connection.release([token, next.checkpoint as string]);
    const error = await failureOf(guest.connection.evaluate(request('train', { checkpoint: token })));
    expect(error).toMatchObject({ code: 'checkpoint-missing' });
    expect(readdirSync(guest.checkpoints)).toEqual([]);
  });

  it('leaves no checkpoint of a failed evaluation, nor of one that wrote none or was cancelled', async () => {
    await failureOf(guest.connection.evaluate(request('train-throws', { keep: true })));
    expect((await guest.connection.evaluate(request('plain', { keep: true }))).checkpoint).toBeUndefined();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await failureOf(guest.connection.evaluate(request('wait', { x: 9, keep: true }), { signal: controller.signal }));
    expect(readdirSync(guest.checkpoints)).toEqual([]);
  });
});
