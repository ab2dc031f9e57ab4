import type { Socket } from 'node:net';
import { infrastructureError } from '../../../core/errors.js';
import { connect } from '../../../protocol/connect.js';
import type { Guest, GuestExit } from '../engine.js';
import type { GuestSocket } from './guest-socket.js';

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
  const { what, socket, gone, kill } = started;
  const stop = async (): Promise<GuestExit> => {
    await Promise.all([kill(), socket.close()]);
    return await gone;
  };
  let timer: NodeJS.Timeout | undefined;
  let aborted: (() => void) | undefined;
  const refusal = new Promise<never>((_, reject) => {
    const refuse = (why: string, mend?: string): void =>
      reject(infrastructureError(`${what} ${why}`, mend === undefined ? {} : { mend }));
    gone.then(
      (exit) => refuse(`ended before it connected: ${exit.how}${exit.log === '' ? '' : `\n${exit.log}`}`),
      reject,
    );
    timer = setTimeout(() => refuse(`did not connect within ${CONNECT_SECONDS} s`), CONNECT_SECONDS * 1000);
    aborted = () => refuse('was not wanted any more');
    signal?.addEventListener('abort', aborted);
    if (signal?.aborted === true) aborted();
  });
  try {
    const stream: Socket = await Promise.race([socket.connected, refusal]);
    const connection = connect({ input: stream, output: stream });
    return {
      benchmark: connection,
      gone,
      stop: async () => {
        connection.close();
        return await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
    if (aborted !== undefined) signal?.removeEventListener('abort', aborted);
  }
}
