import type { Socket } from 'node:net';
import type { Task } from '../../src/runner/evaluator.js';

/**
 * The least that a JSON-RPC host can be: a line out for each line in, those of a chunk in one write. No promise a call, no
 * deadline, no record, no look at the result.
 * @returns milliseconds that each call took
 */
export function bareLoop(socket: Socket, tasks: readonly Task[], inFlight: number): Promise<Float64Array> {
  return new Promise((resolve) => {
    const began = new Float64Array(tasks.length);
    const took = new Float64Array(tasks.length);
    let sent = 0;
    let answered = 0;
    let rest = '';
    const send = (count: number): void => {
      const end = Math.min(tasks.length, sent + count);
      let text = '';
      for (; sent < end; sent++) {
        began[sent] = performance.now();
        text += `${JSON.stringify({ jsonrpc: '2.0', id: sent, method: 'evaluate', params: tasks[sent] })}\n`;
      }
      if (text !== '') socket.write(text);
    };
    const receive = (chunk: string): void => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() as string;
      for (const line of lines) {
        const { id } = JSON.parse(line) as { readonly id: number };
        took[id] = performance.now() - (began[id] as number);
      }
      answered += lines.length;
      send(lines.length);
      if (answered < tasks.length) return;
      socket.off('data', receive);
      resolve(took);
    };
    socket.setEncoding('utf8').on('data', receive);
    send(inFlight);
  });
}
