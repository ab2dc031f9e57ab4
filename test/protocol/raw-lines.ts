import type { Readable, Writable } from 'node:stream';
import { createLineSplitter } from '../../src/protocol/lines.js';

/** Speaks to a guest, or plays one, without any of the code under test but the splitter. */
export interface RawLines {
  send(...lines: readonly string[]): void;
  /** The next line that came, parsed; undefined at the end of the stream. */
  next(): Promise<unknown>;
}

export function rawLines({ input, output }: { readonly input: Readable; readonly output: Writable }): RawLines {
  const lines = (async function* (): AsyncGenerator<string, undefined> {
    const waiting: string[] = [];
    const splitter = createLineSplitter((line) => waiting.push(line));
    for await (const chunk of input) {
      splitter.push(chunk as Buffer);
      yield* waiting.splice(0);
    }
    return undefined;
  })();
  return {
    send: (...some) => void output.write(some.map((line) => `${line}\n`).join('')),
    async next() {
      const { value } = await lines.next();
      return value === undefined ? undefined : (JSON.parse(value) as unknown);
    },
  };
}

/** The text of a request of the fixture. */
export function evaluateLine(id: number | string, mode = 'plain', more: object = {}): string {
  const params = { instance: 'recorded', configuration: { x: 2, mode }, fidelity: { epochs: 3 }, seed: 0, ...more };
  return JSON.stringify({ jsonrpc: '2.0', id, method: 'evaluate', params });
}
