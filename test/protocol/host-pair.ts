import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { connect as connectSocket, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Connection } from '../../src/protocol/connect.js';
import { rawLines, type RawLines } from './raw-lines.js';

/** Our host over a real socket, and the other end of it for a test to play the guest. */
export interface HostPair extends AsyncDisposable {
  readonly host: Connection;
  readonly end: Socket;
  /** Reads `end`; leave it alone where something else does. */
  readonly guest: RawLines;
}

export async function hostPair(): Promise<HostPair> {
  const path = join(mkdtempSync(join(tmpdir(), 'hport-pair-')), 'socket');
  const server = createServer();
  await once(server.listen(path), 'listening');
  const end = connectSocket(path);
  const [stream] = (await once(server, 'connection')) as [Socket];
  server.close();
  end.on('error', () => undefined);
  const host = connect({ input: stream, output: stream });
  return {
    host,
    end,
    guest: rawLines({ input: end, output: end }),
    async [Symbol.asyncDispose]() {
      host.close();
      end.destroy();
      await host.closed;
    },
  };
}

export const RESULT = { metrics: { loss: 1 }, cost: 2 };

/** The text of an answer. */
export function answer(id: unknown, result: unknown = RESULT): string {
  return JSON.stringify({ jsonrpc: '2.0', id, result });
}
