import type { Socket } from 'node:net';
import { infrastructureError } from '../../../core/errors.js';
import { connect } from '../../../protocol/connect.js';
import type { Guest, GuestExit } from '../engine.js';
import type { GuestSocket } from './guest-socket.js';
import { within } from './within.js';

export interface StartedGuest {
  /** In words: `the container of mlp`. */
  readonly what: string;
  readonly socket: GuestSocket;
  readonly gone: Promise<GuestExit>;
  /** Kills it; `gone` then resolves. */
  readonly kill: () => Promise<void>;
}

/** Longest time from the start to the connection; importing a deep-learning library takes long on a cold disk. */
const CONNECT_SECONDS = 120;

/**
 * Waits for a guest that has been started to connect.
 * @throws SuiteError infrastructure with what the guest printed, when it ends or stays silent instead.
 */
export async function awaitGuest(started: StartedGuest, signal?: AbortSignal): Promise<Guest> {
  const { socket, kill } = started;
  const refusal = refuse(started, signal);
  try {
    return guestOf(await Promise.race([socket.connected, refusal.promise]), started);
  } catch (error) {
    await kill();
    await socket.close();
    throw error;
  } finally {
    refusal.end();
  }
}

/** What may come instead of a connection. */
function refuse(
  { what, gone }: StartedGuest,
  signal?: AbortSignal,
): { readonly promise: Promise<never>; readonly end: () => void } {
  let end = (): void => undefined;
  const promise = new Promise<never>((_, reject) => {
    const because = (why: string): void => reject(infrastructureError(`${what} ${why}`));
    gone.then(({ how, log }) => because(`ended before it connected: it ${how}${log === '' ? '' : `\n${log}`}`), reject);
    const timer = setTimeout(() => because(`did not connect within ${CONNECT_SECONDS} s`), CONNECT_SECONDS * 1000);
    const aborted = (): void => because('was not wanted any more');
    signal?.addEventListener('abort', aborted);
    if (signal?.aborted === true) aborted();
    end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    };
  });
  return { promise, end };
}

/** How long a guest that has ended the connection itself is given to end altogether. */
const LEAVE_MS = 2000;

function guestOf(stream: Socket, { socket, gone, kill }: StartedGuest): Guest {
  let hungUp = false;
  stream.once('end', () => (hungUp = true));
  stream.once('error', () => (hungUp = true));
  const connection = connect({ input: stream, output: stream });
  const end = async (): Promise<GuestExit> => {
    connection.close();
    // It is ending by itself, and how it does so is worth knowing: our kill would hide that the limit on memory ended it.
    if (hungUp) await within(LEAVE_MS, gone);
    await kill();
    await socket.close();
    return await gone;
  };
  let ending: Promise<GuestExit> | undefined;
  return { benchmark: connection, gone, stop: () => (ending ??= end()) };
}
