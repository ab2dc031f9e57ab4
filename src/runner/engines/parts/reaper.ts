import { setTimeout as sleep } from 'node:timers/promises';
import { connectDocker } from './docker-client.js';
import { type IsDead, sweepDocker } from './docker-sweep.js';
import { sweepFolders } from './workplace.js';

const nothing: Promise<readonly string[]> = Promise.resolve([]);

const POLL_MS = 200;
/** What the runner had asked its engine for in its last moment may come to be after its death. */
const QUIET_MS = 2000;
const PATIENCE_MS = 120_000;

/** Waits for its runner's end and removes what the runner left. Run as a program: `reaper.js <identity> <engine>`. */
async function reap(identity: string, engine: string): Promise<void> {
  let said = '';
  process.stdin.setEncoding('utf8');
  for await (const text of process.stdin as AsyncIterable<string>) said += text;
  if (said === 'bye') return;
  const ours: IsDead = (each) => each === identity;
  const limit = performance.now() + PATIENCE_MS;
  for (let quiet = performance.now(), now = quiet; now - quiet < QUIET_MS && now < limit; now = performance.now()) {
    const sweeps = [sweepFolders(ours), engine === 'docker' ? sweepEngine(ours) : nothing];
    const results = await Promise.allSettled(sweeps);
    const calm = results.every((result) => result.status === 'fulfilled' && result.value.length === 0);
    if (!calm) quiet = performance.now();
    await sleep(POLL_MS);
  }
}

async function sweepEngine(dead: IsDead): Promise<readonly string[]> {
  return await sweepDocker(await connectDocker(), dead);
}

const [identity, engine] = process.argv.slice(2);
if (identity !== undefined && engine !== undefined) {
  // The terminal's Ctrl-C and the like are for the runner; its end is all that we wait for.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  await reap(identity, engine);
}
