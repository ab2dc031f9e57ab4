import { PassThrough } from 'node:stream';
import { createRng, type Rng } from '../../src/core/rng.js';
import { connect } from '../../src/protocol/connect.js';
import { mutate, pick } from './mutate.js';

export interface FuzzOutcome {
  readonly lines: number;
  /** What was broken, each with what repeats it. */
  readonly violations: readonly string[];
}

/** Lines that a guest may send while the calls of `openCalls` are open. */
const CORPUS: readonly string[] = [
  '{"jsonrpc":"2.0","id":1,"result":{"metrics":{"loss":1.5},"cost":2}}',
  '{"jsonrpc":"2.0","id":2,"result":{"metrics":{"loss":0.25,"time":3},"cost":0.5,"checkpoint":"abc"}}',
  '{"jsonrpc":"2.0","id":1,"error":{"code":4,"message":"it failed","data":{"cost":1}}}',
  '{"jsonrpc":"2.0","id":2,"error":{"code":-32603,"message":"what"}}',
  '{"jsonrpc":"2.0","id":3,"error":{"code":3,"message":"no such instance"}}',
  '{"jsonrpc":"2.0","method":"progress","params":{"id":1,"level":1,"metrics":{"loss":2}}}',
  '{"jsonrpc":"2.0","method":"later","params":{}}',
  '[{"jsonrpc":"2.0","id":4,"result":{"metrics":{"loss":1},"cost":1}},{"jsonrpc":"2.0","id":5,"error":{"code":4,"message":"x"}}]',
  '{"jsonrpc":"2.0","id":3,"result":{"protocol":"1.0.0","family":"f","instance":"only","space":{"parameters":[]}}}',
  '',
];

const PARAMS = { instance: 'only', configuration: { x: 1 }, fidelity: {}, seed: 1 };

/**
 * Each case opens five calls, plays a guest that sends mutated lines in pieces of any length, and closes the connection: every
 * call must be settled then, and nothing thrown. One seed gives the same cases again.
 */
export async function fuzzHost(lines: number, seed: number): Promise<FuzzOutcome> {
  const violations: string[] = [];
  let sent = 0;
  const onStray = (error: unknown): void => void violations.push(`thrown outside of any call: ${String(error)}`);
  process.on('uncaughtException', onStray).on('unhandledRejection', onStray);
  try {
    for (let number = 0; sent < lines; number++) {
      const rng = createRng('fuzz', seed, number);
      const some = Array.from({ length: 1 + rng.integer(6) }, () => mutate(pick(CORPUS, rng), rng));
      sent += some.length;
      const open = await unsettled(some, rng);
      if (open > 0)
        violations.push(`${open} calls never settled: ${some.map((line) => line.slice(0, 200)).join('\n')}`);
    }
  } finally {
    process.off('uncaughtException', onStray).off('unhandledRejection', onStray);
  }
  return { lines: sent, violations };
}

/** How many calls are open when a connection has ended on which a guest sent these lines. */
export async function unsettled(lines: readonly string[], rng: Rng): Promise<number> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  output.resume();
  const host = connect({ input, output });
  let open = 4;
  const settled = (): number => open--;
  const onProgress = (): void => {
    if (rng.integer(4) === 0) throw new Error('a listener that fails');
  };
  void host.evaluate(PARAMS, { onProgress }).then(settled, settled);
  void host.evaluate(PARAMS).then(settled, settled);
  void host.describe('only').then(settled, settled);
  void host.evaluateBatch([PARAMS, PARAMS]).then(settled, settled);
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  for (let from = 0; from < bytes.length;) {
    const piece = 1 + rng.integer(bytes.length);
    input.write(bytes.subarray(from, from + piece));
    from += piece;
  }
  input.end();
  await host.closed;
  for (let turns = 0; turns < 3; turns++) await new Promise(setImmediate);
  return open;
}
