import type { Socket } from 'node:net';
import type { Call } from './call-loop.js';

/**
 * The least that a JSON-RPC client can be: a map of ids, a promise a call, one write a tick. It has no deadline, keeps no record,
 * and looks neither at the result nor at the end of the stream.
 */
export function bareClient(socket: Socket): Call {
  const open = new Map<number, (result: unknown) => void>();
  let next = 0;
  let rest = '';
  let waiting = '';
  const flush = (): void => {
    socket.write(waiting);
    waiting = '';
  };
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() as string;
    for (const line of lines) {
      const { id, result } = JSON.parse(line) as { readonly id: number; readonly result: unknown };
      open.get(id)?.(result);
      open.delete(id);
    }
  });
  return (params) =>
    new Promise((resolve) => {
      const id = next++;
      open.set(id, resolve);
      if (waiting === '') process.nextTick(flush);
      waiting += `${JSON.stringify({ jsonrpc: '2.0', id, method: 'evaluate', params })}\n`;
    });
}
