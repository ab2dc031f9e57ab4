import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateLine, rawLines, type RawLines } from './raw-lines.js';
import { startGuest, type Language, type StartedGuest } from './start-guest.js';

const LANGUAGES: readonly Language[] = ['node', 'python'];
const RESULT = { metrics: { loss: 4, epochs: 3 }, cost: 3 };

function error(id: unknown, code: number): unknown {
  return { jsonrpc: '2.0', id, error: expect.objectContaining({ code }) as unknown };
}

function result(id: unknown, value: unknown = RESULT): unknown {
  return { jsonrpc: '2.0', id, result: value };
}

describe.each(LANGUAGES)('the wire of the %s guest', (language) => {
  let guest: StartedGuest;
  let wire: RawLines;
  beforeAll(async () => {
    guest = await startGuest(language, 'socket');
    wire = rawLines(guest);
  });
  afterAll(() => guest.output.destroy());

  const call = (method: string, params?: unknown, id: unknown = 1): string =>
    JSON.stringify({ jsonrpc: '2.0', id, method, params });

  it.each([
    ['what is not JSON', '{"jsonrpc":', error(null, -32700)],
    ['NaN, which JSON has not', '{"jsonrpc":"2.0","id":1,"method":NaN}', error(null, -32700)],
    ['what is no object', '7', error(null, -32600)],
    ['an empty batch', '[]', error(null, -32600)],
    ['another version of JSON-RPC', '{"jsonrpc":"1.0","id":1,"method":"describe"}', error(1, -32600)],
    [
      'an id that JSON can write but not carry',
      '{"jsonrpc":"2.0","id":1e999,"method":"describe"}',
      error(null, -32600),
    ],
    ['an id of 400 digits', `{"jsonrpc":"2.0","id":1${'0'.repeat(400)},"method":"describe"}`, error(null, -32600)],
    ['an id of another type', '{"jsonrpc":"2.0","id":{},"method":"describe"}', error(null, -32600)],
    ['a request without a method', '{"jsonrpc":"2.0","id":1}', error(1, -32600)],
    ['an unknown method', call('exit', {}), error(1, -32601)],
    ['a method of all objects', call('toString', {}), error(1, -32601)],
    ['what only guests send', call('progress', {}), error(1, -32601)],
    ['params by position', call('describe', ['recorded']), error(1, -32602)],
    ['no params', call('describe'), error(1, -32602)],
    ['params of another type', call('describe', { instance: 1 }), error(1, -32602)],
    ['unknown params', call('describe', { instance: 'recorded', verbose: true }), error(1, -32602)],
    ['an unknown param of evaluate', evaluateLine(1, 'plain', { budget: 1 }), error(1, -32602)],
    ['a seed out of range', evaluateLine(1, 'plain', { seed: 2 ** 31 }), error(1, -32602)],
    ['a seed that is no integer', evaluateLine(1, 'plain', { seed: 0.5 }), error(1, -32602)],
    ['a configuration that is a list', evaluateLine(1, 'plain', { configuration: [] }), error(1, -32602)],
    ['a checkpoint that is no text', evaluateLine(1, 'plain', { checkpoint: 1 }), error(1, -32602)],
    ['a keep that is no truth value', evaluateLine(1, 'plain', { keep: 'yes' }), error(1, -32602)],
    ['a token that is a path', evaluateLine(1, 'train', { checkpoint: '../x' }), error(1, 6)],
    ['an empty token', evaluateLine(1, 'train', { checkpoint: '' }), error(1, 6)],
    ['the folder itself as a token', evaluateLine(1, 'train', { checkpoint: '.' }), error(1, 6)],
    ['a batch of what are no requests', '[1,{"foo":2}]', [error(null, -32600), error(null, -32600)]],
  ])('refuses %s', async (_, line, answer) => {
    wire.send(line);
    expect(await wire.next()).toEqual(answer);
  });

  it('passes over lines that are not for it, and notifications', async () => {
    wire.send('', '  ', '{"stream":true,"hijack":true}');
    wire.send('{"jsonrpc":"2.0","method":"unknown"}', '{"jsonrpc":"2.0","method":"cancel","params":{"id":99}}');
    wire.send('{"jsonrpc":"2.0","method":"release","params":{"checkpoints":["../x","none"]}}');
    wire.send('[{"jsonrpc":"2.0","method":"cancel","params":{"id":99}}]', evaluateLine('after'));
    expect(await wire.next()).toEqual(result('after'));
  });

  it('answers ids of every kind, and a line that ends in a carriage return', async () => {
    wire.send(`${evaluateLine('text')}\r`, evaluateLine(-7), evaluateLine(1.5), call('cancel', { id: 3 }, null));
    expect([await wire.next(), await wire.next(), await wire.next(), await wire.next()]).toEqual(
      expect.arrayContaining([result('text'), result(-7), result(1.5), result(null, null)]),
    );
  });

  it('answers a batch by a batch in the order of its requests, without the notifications', async () => {
    const cancel = '{"jsonrpc":"2.0","method":"cancel","params":{"id":2}}';
    wire.send(`[${evaluateLine(1, 'curve')},${evaluateLine(2)},${call('none', {}, 3)},${cancel},${evaluateLine(4)}]`);
    const curve = { metrics: { loss: 1 / 3, epochs: 3 }, cost: 3 };
    expect(await wire.next()).toEqual([result(1, curve), error(2, 7), error(3, -32601), result(4)]);
  });

  it('refuses an id that is in use', async () => {
    wire.send(`${evaluateLine(1, 'wait', { configuration: { x: 0.05, mode: 'wait' } })}\n${evaluateLine(1)}`);
    const answers = [await wire.next(), await wire.next()];
    expect(answers).toEqual(expect.arrayContaining([error(1, -32600), result(1, expect.anything())]));
  });

  it('takes text beyond ASCII, cut anywhere', async () => {
    const line = Buffer.from(`${evaluateLine('ключ 🗝')}\n`);
    const middle = line.indexOf(0xf0) + 2;
    guest.output.write(line.subarray(0, middle));
    await new Promise((resolve) => setTimeout(resolve, 50));
    guest.output.write(line.subarray(middle));
    expect(await wire.next()).toEqual(result('ключ 🗝'));
  });

  it('takes a long line, and ends at one that is too long', async () => {
    wire.send(evaluateLine('x'.repeat(3_000_000)));
    expect(await wire.next()).toEqual(result('x'.repeat(3_000_000)));
    guest.output.on('error', () => undefined);
    const chunk = Buffer.alloc(1 << 20, 'x');
    for (let sent = 0; sent < 20 && !guest.output.destroyed; sent++) guest.output.write(chunk);
    expect(await guest.exit).toBe(1);
    expect(guest.log()).toContain('a line of more than 16777216 bytes');
  });
});
