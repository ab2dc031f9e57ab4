import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { EvaluateParams } from '../../src/protocol/benchmark.js';
import { connect, type Connection } from '../../src/protocol/connect.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { DESCRIPTORS } from './fixture-descriptors.js';

export type Language = 'node' | 'python';
export type Transport = 'socket' | 'stdio';

export interface StartedGuest {
  readonly process: ChildProcess;
  readonly input: Readable;
  readonly output: Writable;
  /** Everything the guest printed on stderr so far. */
  readonly log: () => string;
  readonly checkpoints: string;
  /** Exit code, or the name of the signal. */
  readonly exit: Promise<number | string>;
}

export interface GuestSettings {
  readonly descriptors?: Readonly<Record<string, Descriptor>>;
  /** The folder of a family; the fixture's by default. */
  readonly family?: string;
}

export const COMMANDS: Readonly<Record<Language, readonly [string, string]>> = {
  node: [process.execPath, resolve('dist/containers/node/guest.js')],
  python: ['python3', resolve('containers/python/guest')],
};

/** A real guest in a process of its own. */
export async function startGuest(
  language: Language,
  transport: Transport,
  settings: GuestSettings = {},
): Promise<StartedGuest> {
  const place = mkdtempSync(join(tmpdir(), 'hport-guest-'));
  const descriptors = join(place, 'descriptors.json');
  writeFileSync(descriptors, JSON.stringify(settings.descriptors ?? DESCRIPTORS));
  const checkpoints = join(place, 'checkpoints');
  const socket = join(place, 'socket');
  const env = {
    ...process.env,
    HPORT_FAMILY: settings.family ?? familyFolder(language),
    HPORT_DESCRIPTORS: descriptors,
    HPORT_CHECKPOINTS: checkpoints,
    ...(transport === 'socket' ? { HPORT_SOCKET: socket } : {}),
  };
  const server = createServer();
  if (transport === 'socket') await once(server.listen(socket), 'listening');
  const [command, program] = COMMANDS[language];
  const child = spawn(command, [program], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.on('data', (text: Buffer) => (log += text.toString()));
  const exit = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  const streams = transport === 'socket' ? await accepted(server, exit, () => log) : undefined;
  server.close();
  // Nobody reads stdout when it is not the protocol; a full pipe would block the guest.
  // Whatever reads stdin then finds it empty, as in a container.
  if (streams !== undefined) {
    child.stdout.resume();
    child.stdin.end();
  }
  return {
    process: child,
    input: streams ?? child.stdout,
    output: streams ?? child.stdin,
    log: () => log,
    checkpoints,
    exit,
  };
}

/**
 * The folder of a fixture, as a guest wants it. The Node ones are kept as `.mjs`, which linters leave alone, and get an
 * `objective.js` in a folder of their own.
 */
export function familyFolder(fixture: string): string {
  const kept = resolve('test/protocol/fixtures', fixture);
  if (!existsSync(join(kept, 'objective.mjs'))) return kept;
  const family = mkdtempSync(join(tmpdir(), 'hport-family-'));
  writeFileSync(join(family, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(family, 'objective.js'), `export { default } from '${kept}/objective.mjs';\n`);
  return family;
}

async function accepted(
  server: ReturnType<typeof createServer>,
  exit: Promise<number | string>,
  log: () => string,
): Promise<Socket> {
  const [socket] = (await Promise.race([
    once(server, 'connection'),
    exit.then((code) => {
      throw new Error(`the guest ended with ${code}: ${log()}`);
    }),
  ])) as [Socket];
  return socket;
}

export interface ConnectedGuest extends StartedGuest {
  readonly connection: Connection;
}

export async function connectGuest(
  language: Language,
  transport: Transport,
  settings?: GuestSettings,
): Promise<ConnectedGuest> {
  const guest = await startGuest(language, transport, settings);
  return { ...guest, connection: connect({ input: guest.input, output: guest.output }) };
}

/** Params of an evaluation of the fixture. */
export function request(mode: string, more: Partial<EvaluateParams> & { readonly x?: number } = {}): EvaluateParams {
  const { x = 1, ...rest } = more;
  return { instance: 'recorded', configuration: { x, mode }, fidelity: { epochs: 3 }, seed: 1, ...rest };
}

/** What a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & { code?: unknown; cost?: unknown }> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it did not fail');
}
