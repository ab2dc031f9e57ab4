import { sweepDocker } from './docker-sweep.js';
import { sweepFolders } from './workplace.js';

/** Waits for its runner's end and removes what the runner left. Run as a program: `reaper.js <identity> <engine>`. */
async function reap(identity: string, engine: string): Promise<void> {
  let said = '';
  process.stdin.setEncoding('utf8');
  for await (const text of process.stdin as AsyncIterable<string>) said += text;
  if (said === 'bye') return;
  const ours = (each: string): boolean => each === identity;
  await Promise.allSettled([sweepFolders(ours), engine === 'docker' ? sweepDocker(ours) : undefined]);
}

const [identity, engine] = process.argv.slice(2);
if (identity !== undefined && engine !== undefined) {
  // The terminal's Ctrl-C is for the runner; it tells us by closing our input.
  process.on('SIGINT', () => undefined);
  await reap(identity, engine);
}
