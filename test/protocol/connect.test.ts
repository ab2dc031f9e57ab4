import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { EvaluationError, InvalidResult } from '../../src/protocol/benchmark.js';
import { connect } from '../../src/protocol/connect.js';
import { answer, hostPair, RESULT, type HostPair } from './host-pair.js';
import { failureOf, request } from './start-guest.js';

const open: HostPair[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});

async function pair(): Promise<HostPair> {
  const made = await hostPair();
  open.push(made);
  return made;
}

describe('the host', () => {
  it('asks in JSON-RPC 2.0, and takes answers in any order', async () => {
    const { host, guest } = await pair();
    const calls = [host.evaluate(request('plain')), host.evaluate(request('plain', { seed: 5 }))];
    const asked = [await guest.next(), await guest.next()];
    expect(asked).toEqual([
      { jsonrpc: '2.0', id: 1, method: 'evaluate', params: request('plain') },
      { jsonrpc: '2.0', id: 2, method: 'evaluate', params: request('plain', { seed: 5 }) },
    ]);
    guest.send(answer(2, { ...RESULT, cost: 5 }), '', answer(1));
    expect((await Promise.all(calls)).map(({ cost }) => cost)).toEqual([2, 5]);
  });

  it('writes the first call of a tick at once and the others together', async () => {
    const output = new PassThrough();
    const host = connect({ input: new PassThrough(), output });
    const written: string[] = [];
    output.on('data', (chunk: Buffer) => written.push(chunk.toString()));
    const calls = Array.from({ length: 5 }, () => failureOf(host.evaluate(request('plain'))));
    await new Promise(setImmediate);
    expect(written.map((text) => text.split('\n').length - 1)).toEqual([1, 4]);
    host.close();
    for (const error of await Promise.all(calls)) expect(error.message).toContain('was closed');
  });

  it.each([
    ['is not JSON', 'Traceback (most recent call last):', 'no message: Traceback (most recent call last):'],
    ['is too long to show', 'x'.repeat(1000), `no message: ${'x'.repeat(80)}...`],
    ['is no object', '7', 'no message: 7'],
    ['answers an unknown id', answer(99), 'an answer to no open call: {"jsonrpc":"2.0","id":99'],
    ['answers with a text for an id', answer('1'), 'an answer to no open call'],
    ['answers with no id', '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"?"}}', 'no open call'],
    ['has neither result nor error', '{"jsonrpc":"2.0","id":1}', 'an answer to no open call'],
    ['has both result and error', '{"jsonrpc":"2.0","id":1,"result":1,"error":{}}', 'an answer to no open call'],
    ['is of another JSON-RPC', '{"id":1,"result":1}', 'an answer to no open call'],
    ['is an empty batch', '[]', 'an empty batch'],
    ['is a batch of rubbish', '[1]', 'a batch with what answers no open call: 1'],
    ['is a request', '{"jsonrpc":"2.0","id":1,"method":"evaluate"}', 'a request to the host'],
    [
      'is progress without a level',
      '{"jsonrpc":"2.0","method":"progress","params":{"id":1,"metrics":{}}}',
      'progress that is none',
    ],
  ])('ends the connection at a line that %s', async (_, line, message) => {
    const { host, guest } = await pair();
    const calls = [failureOf(host.evaluate(request('plain'))), failureOf(host.describe('recorded'))];
    guest.send(line);
    for (const error of await Promise.all(calls)) {
      expect(error).toMatchObject({ name: 'SuiteError', code: 'infrastructure' });
      expect(error.message).toContain('protocol violation by the guest');
      expect(error.message).toContain(message);
    }
    expect((await host.closed)?.message).toContain(message);
  });

  it('ends the connection at a batch that leaves out an answer', async () => {
    const { host, guest } = await pair();
    const error = failureOf(host.evaluateBatch([request('plain'), request('plain')]));
    guest.send(`[${answer(1)}]`);
    expect((await error).message).toContain('a batch without 1 of its answers');
  });

  it('takes the answers to a batch one by one too', async () => {
    const { host, guest } = await pair();
    const answers = host.evaluateBatch([request('plain'), request('plain')]);
    expect(await guest.next()).toHaveLength(2);
    guest.send(answer(2, { ...RESULT, cost: 7 }), answer(1));
    expect((await answers).map((found) => (found as { cost: number }).cost)).toEqual([2, 7]);
  });

  it('sends a large batch in parts', async () => {
    const { host, guest } = await pair();
    const answers = host.evaluateBatch(Array.from({ length: 2500 }, () => request('plain')));
    const sizes: number[] = [];
    while (sizes.length < 10) {
      const part = (await guest.next()) as readonly { readonly id: number }[];
      sizes.push(part.length);
      guest.send(`[${part.map(({ id }) => answer(id)).join(',')}]`);
    }
    expect(sizes).toEqual([...new Array<number>(9).fill(256), 196]);
    expect(await answers).toHaveLength(2500);
  });

  it('ends the connection at a line that never ends, long before its memory is full', async () => {
    const { host, end } = await pair();
    const before = process.memoryUsage().rss;
    const chunk = Buffer.alloc(1 << 20, 'x');
    let sent = 0;
    const ending = { over: false };
    void host.closed.then(() => {
      ending.over = true;
    });
    // As fast as the socket takes it.
    while (!ending.over && sent < 2 ** 30) {
      await new Promise(setImmediate);
      if (end.writableNeedDrain) continue;
      end.write(chunk);
      sent += chunk.length;
    }
    expect((await host.closed)?.message).toContain('a line of more than 1048576 bytes: xxxx');
    expect(sent).toBeLessThan(1 << 26);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
  });

  it('says when the guest ends in the middle of a line', async () => {
    const { host, end } = await pair();
    const error = failureOf(host.evaluate(request('plain')));
    end.end('{"jsonrpc":"2.0","id":1,"res');
    expect((await error).message).toContain('in the middle of a line: {"jsonrpc":"2.0","id":1,"res');
  });

  it.each([
    ['no object', 7, /not an object/],
    ['no metrics', { cost: 1 }, /metrics are not an object/],
    ['a metric that is null', { metrics: { loss: null }, cost: 1 }, /"loss" is not a finite number: null/],
    ['a metric that is text', { metrics: { loss: '1' }, cost: 1 }, /"loss" is not a finite number: "1"/],
    ['no cost', { metrics: { loss: 1 } }, /cost is not a number/],
    ['a negative cost', { metrics: { loss: 1 }, cost: -1 }, /cost is not a number of seconds: -1/],
    ['a token that is a path', { ...RESULT, checkpoint: '../x' }, /not a token: "\.\.\/x"/],
    ['a token that is empty', { ...RESULT, checkpoint: '' }, /not a token/],
    ['a token that is too long', { ...RESULT, checkpoint: 'x'.repeat(65) }, /not a token/],
    ['an unknown key', { ...RESULT, loss: 1 }, /unknown key "loss"/],
  ])('refuses a result with %s, and goes on', async (_, result, message) => {
    const { host, guest } = await pair();
    const calls = [failureOf(host.evaluate(request('plain'))), host.evaluate(request('plain'))] as const;
    guest.send(answer(1, result), answer(2));
    const error = await calls[0];
    expect(error).toBeInstanceOf(InvalidResult);
    expect(error).toMatchObject({ code: 'invalid-result', message: expect.stringMatching(message) as string });
    expect(await calls[1]).toEqual(RESULT);
  });

  it('refuses numbers that JSON can write but not carry', async () => {
    const { host, guest } = await pair();
    const error = failureOf(host.evaluate(request('plain')));
    guest.send('{"jsonrpc":"2.0","id":1,"result":{"metrics":{"loss":1e999},"cost":3}}');
    expect(await error).toMatchObject({ code: 'invalid-result', cost: 3, message: /"loss".*Infinity/ });
  });

  it('gives errors of the benchmark a name and a cost, and takes others for misunderstandings', async () => {
    const { host, guest } = await pair();
    const errors = [1, 2, 3].map(() => failureOf(host.evaluate(request('plain'))));
    guest.send('{"jsonrpc":"2.0","id":1,"error":{"code":5,"message":"full","data":{"cost":2.5}}}');
    guest.send('{"jsonrpc":"2.0","id":2,"error":{"code":-32602,"message":"what?"}}');
    guest.send('{"jsonrpc":"2.0","id":3,"error":"no"}');
    const [full, what, no] = await Promise.all(errors);
    expect(full).toBeInstanceOf(EvaluationError);
    expect(full).toMatchObject({ code: 'out-of-memory', message: 'full', cost: 2.5 });
    expect(what).toMatchObject({ code: 'infrastructure', message: 'the guest answered -32602: what?' });
    expect(no).toMatchObject({ code: 'infrastructure' });
  });

  it('refuses tokens that are paths before they leave', async () => {
    const { host } = await pair();
    expect(await failureOf(host.evaluate(request('plain', { checkpoint: '../x' })))).toMatchObject({
      code: 'checkpoint-missing',
    });
    expect(() => host.release(['../x'])).toThrow('"../x" is not a checkpoint token');
  });
});
