import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/protocol/connect.js';
import { realClock } from '../../src/runner/clocks/real.js';
import type { Pending } from '../../src/runner/clocks/clock.js';
import { createJudge } from '../../src/runner/outcome.js';
import { createPool, type GuestKind, type Pool } from '../../src/runner/pool.js';
import { poolEvaluator } from '../../src/runner/pool-evaluator.js';
import { createWitness } from '../../src/runner/witness.js';
import type { Evaluator } from '../../src/runner/evaluator.js';
import { descriptorOf } from '../images/family-fixture.js';

/** A process of its own: it answers each request after so many milliseconds, whatever the runner does, and says what it took. */
const GUEST = `
  const socket = require('node:net').connect(process.argv[1]);
  const wait = Number(process.argv[2]);
  socket.on('data', (bytes) => {
    for (const line of bytes.toString().trim().split('\\n')) {
      const { id } = JSON.parse(line);
      const result = { metrics: { loss: 1 }, cost: wait / 1000 };
      setTimeout(() => socket.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n'), wait);
    }
  });
  socket.on('error', () => process.exit());
  socket.on('close', () => process.exit());
`;

const pools: Pool[] = [];
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool[Symbol.asyncDispose]();
});

async function evaluatorWith(wait: number, deadline: number): Promise<Evaluator> {
  const path = join(mkdtempSync(join(tmpdir(), 'hport-late-')), 'socket');
  const server = createServer();
  await once(server.listen(path), 'listening');
  const child = spawn(process.execPath, ['-e', GUEST, path, String(wait)]);
  const [stream] = (await once(server, 'connection')) as [Socket];
  server.close();
  const benchmark = connect({ input: stream, output: stream });
  const gone = once(child, 'exit').then(() => ({ how: 'exited', outOfMemory: false, log: '' }));
  const stop = async (): Promise<Awaited<typeof gone>> => {
    benchmark.close();
    return await gone;
  };
  const kind: GuestKind = { inFlight: 1, guests: 1, start: () => Promise.resolve({ benchmark, gone, stop }) };
  const pool = createPool(1);
  pools.push(pool);
  const judge = createJudge({ ...descriptorOf('test'), clock: 'measured' });
  return poolEvaluator({
    run: 'run',
    pool,
    kind,
    judge,
    deadline,
    clock: 'real',
    retries: 0,
    witness: createWitness(),
  });
}

const TASK = { instance: 'only', configuration: {}, fidelity: {}, seed: 1 };

/** As an optimizer that thinks for long. */
function busy(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

describe('an evaluation whose deadline passes while the thread is busy', () => {
  it('is completed when its answer was there in time', async () => {
    const evaluator = await evaluatorWith(300, 1);
    const answer = evaluator.evaluate(TASK);
    await new Promise((resolve) => setTimeout(resolve, 50));
    // After an immediate timers come next; after a timer, sockets would be read first.
    await new Promise(setImmediate);
    busy(1500);
    expect(await answer).toMatchObject({ status: 'completed', cost: 0.3 });
  });

  it('is timed out, at what it took and not at what the thread took, when it was not', async () => {
    const evaluator = await evaluatorWith(1000, 0.5);
    const answer = evaluator.evaluate(TASK);
    await new Promise((resolve) => setTimeout(resolve, 50));
    // After an immediate timers come next; after a timer, sockets would be read first.
    await new Promise(setImmediate);
    busy(2500);
    expect(await answer).toMatchObject({ status: 'timed-out', cost: 1 });
  });

  it('is timed out when nothing came', async () => {
    const evaluator = await evaluatorWith(60_000, 0.5);
    expect(await evaluator.evaluate(TASK)).toMatchObject({ status: 'timed-out', code: 'deadline' });
  });
});

it('the real clock has the time at which an answer was read, not that at which it was looked at', async () => {
  const evaluator = await evaluatorWith(1, 10);
  const clock = realClock();
  const began = clock.now();
  const pending: Pending = {
    ...{ evaluation: 0, suggestion: { trial: 0, configuration: {}, fidelity: {} } },
    ...{ worker: 0, start: began, seed: 0 },
  };
  const answer = Promise.resolve(evaluator.evaluate(TASK)).then((outcome) => {
    busy(300);
    return { outcome };
  });
  clock.expect(pending, answer);
  const arrival = await clock.next(Infinity);
  expect(clock.now() - (arrival?.at ?? 0)).toBeGreaterThan(0.29);
  expect(arrival?.at).toBeGreaterThan(began);
  expect(arrival?.outcome).not.toHaveProperty('arrivedAt');
});
