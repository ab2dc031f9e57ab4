import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connect, type Connection } from '../../src/protocol/connect.js';

/** Answers after so many milliseconds, or floods its host with a line without end once it is asked. */
const GUEST = `
  const socket = require('node:net').connect(process.argv[1]);
  const [, , wait, line] = process.argv;
  let level = 0;
  const text = () => line.includes('LEVEL') ? Array.from({ length: 500 }, () => line.replace('LEVEL', ++level)).join('') : line.repeat(Math.ceil(65536 / line.length));
  const flood = () => { while (socket.write(text())); };
  socket.on('drain', flood);
  socket.on('data', (bytes) => {
    const { id } = JSON.parse(bytes.toString());
    if (line) return flood();
    const result = { metrics: { loss: 1 }, cost: wait / 1000 };
    setTimeout(() => socket.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n'), Number(wait));
  });
  socket.on('error', () => process.exit());
  socket.on('close', () => process.exit());
`;

async function guest(wait: number, line = ''): Promise<Connection> {
  const path = join(mkdtempSync(join(tmpdir(), 'hport-flood-')), 'socket');
  const server = createServer();
  await once(server.listen(path), 'listening');
  spawn(process.execPath, ['-e', GUEST, path, String(wait), line]);
  const [stream] = (await once(server, 'connection')) as [Socket];
  server.close();
  return connect({ input: stream, output: stream });
}

const PARAMS = { instance: 'only', configuration: {}, fidelity: {}, seed: 1 };
const FLOODS = [
  ['newlines', '\n'],
  ['unknown notifications', '{"jsonrpc":"2.0","method":"later"}\n'],
  ['long notifications', `{"jsonrpc":"2.0","method":"later","params":{"x":"${'x'.repeat(60_000)}"}}\n`],
  ['the same progress', '{"jsonrpc":"2.0","method":"progress","params":{"id":1,"level":1,"metrics":{}}}\n'],
  ['rising progress', '{"jsonrpc":"2.0","method":"progress","params":{"id":1,"level":LEVEL,"metrics":{}}}\n'],
] as const;

describe('beside a guest that floods the wire with', () => {
  it.each(FLOODS)('%s an honest one of 1 s is answered well before 4 s', async (_, line) => {
    const [honest, hostile] = [await guest(1000), await guest(0, line)];
    const ended = hostile.evaluate(PARAMS, { onProgress: () => undefined }).catch((error: unknown) => error);
    const began = performance.now();
    expect(await honest.evaluate(PARAMS)).toMatchObject({ cost: 1 });
    const seconds = (performance.now() - began) / 1000;
    expect(seconds).toBeLessThan(4);
    hostile.close();
    honest.close();
    expect(await ended).toMatchObject({ code: 'infrastructure' });
  });
});
