import { createRng } from '../../src/core/rng.js';
import { evaluateLine, rawLines } from '../protocol/raw-lines.js';
import { type Language, startGuest } from '../protocol/start-guest.js';
import type { FuzzOutcome } from './host.js';
import { mutate, pick } from './mutate.js';

/** Lines that a host may send. */
const CORPUS: readonly string[] = [
  evaluateLine(1),
  evaluateLine('a', 'curve', { progress: true }),
  evaluateLine(2, 'train', { keep: true }),
  evaluateLine(3, 'train', { checkpoint: 'abc' }),
  '{"jsonrpc":"2.0","id":4,"method":"describe","params":{"instance":"recorded"}}',
  '{"jsonrpc":"2.0","method":"cancel","params":{"id":1}}',
  '{"jsonrpc":"2.0","id":5,"method":"cancel","params":{"id":"a"}}',
  '{"jsonrpc":"2.0","method":"release","params":{"checkpoints":["abc"]}}',
  `[${evaluateLine(6)},${evaluateLine(7)}]`,
];

const TOGETHER = 50;

/**
 * Sends mutated lines to a real guest, fifty at a time, and asks after each fifty whether it still answers. It must live, and
 * each line that it says must be JSON.
 */
export async function fuzzGuest(language: Language, lines: number, seed: number): Promise<FuzzOutcome> {
  const guest = await startGuest(language, 'socket');
  const wire = rawLines(guest);
  guest.output.on('error', () => undefined);
  try {
    for (let sent = 0; sent < lines; sent += TOGETHER) {
      const rng = createRng('fuzz', language, seed, sent);
      const some = Array.from({ length: TOGETHER }, () => mutate(pick(CORPUS, rng), rng));
      const probe = `probe-${sent}`;
      wire.send(...some, evaluateLine(probe));
      const trouble = await awaitAnswer(wire, probe);
      if (trouble === undefined) continue;
      return { lines: sent, violations: [`${trouble} after:\n${some.join('\n')}\n${guest.log().slice(-1000)}`] };
    }
    return { lines, violations: [] };
  } finally {
    guest.output.destroy();
    guest.process.kill('SIGKILL');
  }
}

async function awaitAnswer(wire: ReturnType<typeof rawLines>, id: string): Promise<string | undefined> {
  for (;;) {
    try {
      const answer = (await wire.next()) as { readonly id?: unknown } | undefined;
      if (answer === undefined) return 'the guest ended';
      if (answer.id === id) return undefined;
    } catch (error) {
      return `the guest said what is no JSON (${String(error)})`;
    }
  }
}
