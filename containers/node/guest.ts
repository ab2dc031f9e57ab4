import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf } from '../../src/core/errors.js';
import { openDescriptors, openSocket, type Link, type LinkEvents } from '../../src/protocol/guest-link.js';
import { STDIO_VARIABLE, superviseStdio } from '../../src/protocol/guest-stdio.js';
import { createWatch } from '../../src/protocol/guest-watch.js';
import { createGuest, type Guest, type Watch } from '../../src/protocol/guest.js';
import { objectiveBenchmark } from '../../src/protocol/objective.js';
import { loadObjective } from '../../src/runtimes/registry.js';
import type { LoadedFamily } from '../../src/runtimes/runtime.js';

/** The Node guest: one family's objective behind the protocol. A connection means that it is ready. */
async function main(): Promise<void> {
  const socket = process.env['HPORT_SOCKET'];
  const stdio = process.env[STDIO_VARIABLE];
  if (socket === undefined && stdio === undefined) {
    superviseStdio();
    return;
  }

  const checkpoints = process.env['HPORT_CHECKPOINTS'];
  const family = findFamily();
  const objective = await loadObjective(process.env['HPORT_RUNTIME'] ?? 'node', family);
  const benchmark = objectiveBenchmark(objective, family.descriptors, {
    ...(checkpoints !== undefined && { checkpoints }),
    ...(family.data !== undefined && { data: family.data }),
  });
  const events: LinkEvents = {
    onChunk: (chunk) => receive(guest, chunk),
    onEnd: (error) => {
      if (error !== undefined || socket !== undefined) leave(guest, error);
      // Requests may be piped in by hand: what came before the end is answered.
      watch?.orphaned();
      guest.whenIdle(() => leave(guest));
    },
  };
  const link = socket === undefined ? openStdio(stdio ?? '', events) : await openSocket(socket, events);
  const watch = watchOver(link, events.onChunk, socket === undefined);
  // Nothing is read before this function returns to the event loop, so the guest is there when `events` speak of it.
  const guest: Guest = createGuest(benchmark, (text) => link.write(text), watch === undefined ? {} : { watch });
  // Ctrl-C goes to every process of a terminal; what becomes of us is for the host to say.
  if (socket !== undefined) process.on('SIGINT', () => undefined);
  // A promise that an objective forgot may belong to an evaluation that is over; the next one has not to pay for it.
  process.on(
    'unhandledRejection',
    (reason) => void process.stderr.write(`unhandled rejection: ${messageOf(reason)}\n`),
  );
}

function findFamily(): LoadedFamily {
  const folder = resolve(required('HPORT_FAMILY'));
  const code = process.env['HPORT_CODE'];
  const data = process.env['HPORT_DATA'];
  const descriptors = JSON.parse(readFileSync(required('HPORT_DESCRIPTORS'), 'utf8')) as LoadedFamily['descriptors'];
  return {
    folder,
    code: code === undefined ? folder : resolve(code),
    descriptors,
    ...(data === undefined ? {} : { data: resolve(data) }),
  };
}

function required(variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === '') throw new Error(`the environment variable ${variable} is not set`);
  return value;
}

function openStdio(descriptors: string, events: LinkEvents): Link {
  const [input, output] = descriptors.split(',').map(Number);
  if (input === undefined || output === undefined) throw new Error(`${STDIO_VARIABLE} is not two descriptors`);
  return openDescriptors(input, output, events);
}

function watchOver(link: Link, receive: (chunk: Buffer) => void, supervised: boolean): Watch | undefined {
  const { descriptor } = link;
  if (descriptor === undefined) return undefined;
  return createWatch({ ...link, descriptor }, receive, supervised ? process.ppid : undefined);
}

function receive(guest: Guest, chunk: Buffer): void {
  try {
    guest.receive(chunk);
  } catch (error) {
    leave(guest, error as Error);
  }
}

/** The same exit codes as the Python guest's: 86 when the host went away from a busy guest. */
function leave(guest: Guest, error?: Error): never {
  if (error !== undefined) process.stderr.write(`${error.message}\n`);
  process.exit(guest.busy ? 86 : error === undefined ? 0 : 1);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
