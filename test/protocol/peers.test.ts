import type { Readable, Writable } from 'node:stream';
import { JSONRPCClient, JSONRPCErrorException, JSONRPCServer, JSONRPCServerAndClient } from 'json-rpc-2.0';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
  ResponseError,
  type DataCallback,
  type Message,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { Progress } from '../../src/core/types.js';
import type { EvaluateParams, EvaluateResult } from '../../src/protocol/benchmark.js';
import type { Connection } from '../../src/protocol/connect.js';
import { createLineSplitter } from '../../src/protocol/lines.js';
import { DESCRIPTORS } from './fixture-descriptors.js';
import { hostPair } from './host-pair.js';
import { failureOf, request, startGuest, type Language, type StartedGuest } from './start-guest.js';

interface Ends {
  readonly input: Readable;
  readonly output: Writable;
}

function listen(input: Readable, onLine: (line: string) => void): void {
  const splitter = createLineSplitter(onLine);
  input.on('data', (chunk: Buffer) => splitter.push(chunk));
}

/** json-rpc-2.0 with our framing. */
function jsonRpc2({ input, output }: Ends): JSONRPCServerAndClient {
  const send = (message: unknown): void => void output.write(`${JSON.stringify(message)}\n`);
  const peer = new JSONRPCServerAndClient(
    new JSONRPCServer({ errorListener: () => undefined }),
    new JSONRPCClient(send),
  );
  listen(input, (line) => void peer.receiveAndSend(JSON.parse(line)));
  return peer;
}

class LineReader extends AbstractMessageReader {
  readonly #input: Readable;
  constructor(input: Readable) {
    super();
    this.#input = input;
  }
  override listen(callback: DataCallback): { dispose: () => void } {
    listen(this.#input, (line) => callback(JSON.parse(line) as Message));
    this.#input.on('close', () => this.fireClose());
    return { dispose: () => undefined };
  }
}

class LineWriter extends AbstractMessageWriter {
  readonly #output: Writable;
  constructor(output: Writable) {
    super();
    this.#output = output;
  }
  write(message: Message): Promise<void> {
    this.#output.write(`${JSON.stringify(message)}\n`);
    return Promise.resolve();
  }
  end(): void {
    this.#output.end();
  }
}

/** vscode-jsonrpc with our framing. */
function vscode({ input, output }: Ends): MessageConnection {
  const connection = createMessageConnection(new LineReader(input), new LineWriter(output));
  connection.listen();
  return connection;
}

const LANGUAGES: readonly Language[] = ['node', 'python'];

describe.each(LANGUAGES)('the %s guest with a foreign host', (language) => {
  let guest: StartedGuest;
  beforeAll(async () => {
    guest = await startGuest(language, 'socket');
  });
  afterAll(() => guest.output.destroy());

  it('answers json-rpc-2.0', async () => {
    const peer = jsonRpc2(guest);
    const curve: unknown[] = [];
    peer.addMethod('progress', (params) => void curve.push(params));
    expect(await peer.request('describe', { instance: 'recorded' })).toEqual(DESCRIPTORS.recorded);
    const result = (await peer.request('evaluate', { ...request('curve'), progress: true })) as EvaluateResult;
    expect(result.cost).toBe(3);
    expect(curve).toHaveLength(3);
    const failed = failureOf(Promise.resolve(peer.request('evaluate', request('throws'))));
    expect(await failed).toMatchObject({ code: 4, message: 'TypeError: it broke' });
    expect(await failureOf(Promise.resolve(peer.request('none', {})))).toMatchObject({ code: -32601 });
    peer.notify('release', { checkpoints: [] });
    const batch = await peer.requestAdvanced([
      { jsonrpc: '2.0', id: 'a', method: 'evaluate', params: request('plain') },
      { jsonrpc: '2.0', id: 'b', method: 'evaluate', params: request('memory') },
    ]);
    expect(batch.map(({ id, error }) => [id, error?.code])).toEqual([
      ['a', undefined],
      ['b', 5],
    ]);
    guest.input.removeAllListeners('data');
  });

  it('answers vscode-jsonrpc', async () => {
    const peer = vscode(guest);
    const curve: unknown[] = [];
    peer.onNotification('progress', (progress: unknown) => void curve.push(progress));
    expect(await peer.sendRequest('describe', { instance: 'recorded' })).toEqual(DESCRIPTORS.recorded);
    const result = await peer.sendRequest<EvaluateResult>('evaluate', { ...request('curve'), progress: true });
    expect(result.cost).toBe(3);
    expect(curve).toHaveLength(3);
    const failed = failureOf(peer.sendRequest('evaluate', request('throws-cost')));
    expect(await failed).toMatchObject({ code: 4, data: { cost: 7 } });
    const many = Array.from({ length: 20 }, (_, seed) =>
      peer.sendRequest<EvaluateResult>('evaluate', request('plain', { seed })),
    );
    expect((await Promise.all(many)).map(({ metrics }) => metrics['loss'])).toEqual(
      Array.from({ length: 20 }, (_, seed) => 1 + seed / 1000),
    );
    peer.dispose();
  });
});

describe('the host with a foreign guest', () => {
  const evaluate = ({ seed }: EvaluateParams): EvaluateResult => ({ metrics: { loss: seed }, cost: 1 });

  async function expectGuest(host: Connection): Promise<void> {
    expect(await host.describe('recorded')).toEqual(DESCRIPTORS.recorded);
    const curve: Progress[] = [];
    const result = await host.evaluate(request('plain', { seed: 4 }), { onProgress: (point) => curve.push(point) });
    expect(result).toEqual({ metrics: { loss: 4 }, cost: 1 });
    expect(curve).toEqual([{ level: 1, metrics: { loss: 9 } }]);
    const error = await failureOf(host.evaluate(request('throws')));
    expect(error).toMatchObject({ code: 'objective-failed', message: 'it broke', cost: 3 });
  }

  it('speaks to json-rpc-2.0, batches included', async () => {
    await using pair = await hostPair();
    const { host, end } = pair;
    const peer = jsonRpc2({ input: end, output: end });
    peer.addMethod('describe', () => DESCRIPTORS.recorded);
    peer.addMethodAdvanced('evaluate', ({ id, params }) => {
      const asked = params as EvaluateParams;
      if (asked.configuration['mode'] === 'throws') throw new JSONRPCErrorException('it broke', 4, { cost: 3 });
      if (asked.progress === true) peer.notify('progress', { id, level: 1, metrics: { loss: 9 } });
      return Promise.resolve({ jsonrpc: '2.0', id: id ?? null, result: evaluate(asked) });
    });
    await expectGuest(host);
    const answers = await host.evaluateBatch([request('plain', { seed: 1 }), request('throws')]);
    expect(answers[0]).toEqual({ metrics: { loss: 1 }, cost: 1 });
    expect(answers[1]).toMatchObject({ code: 'objective-failed' });
  });

  it('speaks to vscode-jsonrpc', async () => {
    await using pair = await hostPair();
    const { host, end } = pair;
    const peer = vscode({ input: end, output: end });
    peer.onRequest('describe', () => DESCRIPTORS.recorded);
    let asked = 1;
    peer.onRequest('evaluate', async (params: EvaluateParams) => {
      // It hides the ids of requests; ours count from 1, and `describe` was the first.
      const id = ++asked;
      if (params.configuration['mode'] === 'throws') return new ResponseError(4, 'it broke', { cost: 3 });
      if (params.progress === true) await peer.sendNotification('progress', { id, level: 1, metrics: { loss: 9 } });
      return evaluate(params);
    });
    await expectGuest(host);
    peer.dispose();
  });
});
