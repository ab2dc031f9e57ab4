import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJsonl } from '../../src/log/jsonl.js';
import { openBackends } from '../../src/runner/backends.js';
import { startBare } from './bare-container.js';
import { bareClient } from './bare-client.js';
import type { BenchCase } from './bench-case.js';
import { type Call, callLoop } from './call-loop.js';
import { type Dock, openDock, SIZE, type Subject } from './dock.js';
import { quantile, ratios, row } from './report.js';
import { suiteCall } from './suite-call.js';
import { type Side, takeTurns } from './turns.js';

const SLICES = 21;
const WARM_UP = 3000;
const ONE_BY_ONE = 500;
const PIPELINED = 4000;
const IN_FLIGHT = 64;

/**
 * Calls of a guest in a hardened container, ours against a bare JSON-RPC loop with a bare guest in a container of the same
 * image and options; both guests have the same objective. Ours checks, has a deadline and keeps two records of each call.
 */
export const containerCalls: BenchCase = {
  name: 'container-calls',
  needsEngine: true,
  run: async (say) => {
    await using dock = await openDock(say);
    say(`calls of a hardened container, ${SLICES} slices in turn`);
    for (const family of ['eight-node', 'eight-python', 'counting-ones']) {
      await measure(dock, await dock.load(family), say);
    }
  },
};

async function measure(dock: Dock, subject: Subject, say: (line: string) => void): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'hport-bench-'));
  const { family } = subject.spec;
  const { descriptor } = subject;
  const rules = { study: 'bench', workers: SIZE, concurrency: 1, retries: 0 };
  await using backends = await openBackends(dock.engine, dock.session, [family], rules);
  await using bare = await startBare(dock.docker, subject, true);
  const log = openJsonl(join(place, 'run.jsonl'), { eachRecord: descriptor.clock === 'measured' });
  const evaluator = await backends.evaluatorOf({ id: 'bench', family: family.name, descriptor });
  try {
    const calls = [suiteCall(evaluator, log), bareClient(bare.socket)];
    const [ours, theirs] = (await inTurn(subject, calls)) as [Values, Values];
    const { name } = family;
    say(row(`${name}: bare, p50 us`, theirs.p50));
    say(row(`${name}: ours, p50 us`, ours.p50));
    say(row(`${name}: ours / bare`, ratios(ours.p50, theirs.p50), { atMost: 1.3 }));
    say(row(`${name}: bare, calls/s, ${IN_FLIGHT} in flight`, theirs.rate));
    say(row(`${name}: ours, calls/s, ${IN_FLIGHT} in flight`, ours.rate));
    say(row(`${name}: ours / bare`, ratios(ours.rate, theirs.rate), { atLeast: 0.65 }));
  } finally {
    log.close();
    rmSync(place, { recursive: true });
  }
}

interface Values {
  readonly p50: readonly number[];
  readonly rate: readonly number[];
}

async function inTurn(subject: Subject, calls: readonly Call[]): Promise<readonly Values[]> {
  for (const call of calls)
    for (const inFlight of [1, IN_FLIGHT]) await callLoop(call, subject.tasks(WARM_UP), inFlight);
  const tasks = subject.tasks(PIPELINED);
  return await takeTurns(
    SLICES,
    calls.map((call): Side<'p50' | 'rate'> => async () => {
      const took = await callLoop(call, tasks.slice(0, ONE_BY_ONE), 1);
      const began = performance.now();
      await callLoop(call, tasks, IN_FLIGHT);
      const seconds = (performance.now() - began) / 1000;
      return { p50: quantile([...took], 0.5) * 1000, rate: PIPELINED / seconds };
    }),
  );
}
