import { chmod, mkdir, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { infrastructureError } from '../../../core/errors.js';

/** A unix socket that the host listens on: a connection is readiness, and its closing ends the guest. */
export interface GuestSocket {
  /** A folder that holds nothing but the socket, to be mounted into a container. */
  readonly folder: string;
  /** Name of the socket in the folder. */
  readonly name: string;
  /** Resolves with the first connection; later ones are refused. */
  readonly connected: Promise<Socket>;
  close(): Promise<void>;
}

const NAME = 'guest.sock';

/** @param parent a private folder of this runner: nobody else gets past it, so the socket itself may be open to all */
export async function listenForGuest(parent: string, slot: string): Promise<GuestSocket> {
  const folder = join(parent, slot);
  await mkdir(folder);
  // Whatever the umask says: the guest is nobody, and has to get into the folder that is mounted.
  await chmod(folder, 0o755);
  const server = createServer({ allowHalfOpen: false });
  const connected = firstConnection(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: Error) => {
      const mend = 'Set TMPDIR to a short path: that of a socket may have about 100 characters.';
      reject(infrastructureError(`no socket can be made for the guest: ${cause.message}`, { mend, cause }));
    });
    server.listen(join(folder, NAME), resolve);
  });
  // The guest is another user than the runner, and connecting takes the right to write.
  await chmod(join(folder, NAME), 0o666);
  return {
    folder,
    name: NAME,
    connected,
    close: async () => {
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function firstConnection(server: Server): Promise<Socket> {
  const first = new Promise<Socket>((resolve, reject) => {
    server.once('connection', (socket) => {
      // One guest, one connection: a second one could only be an intruder's.
      server.close();
      resolve(socket);
    });
    server.once('close', () => reject(infrastructureError('the guest never connected')));
  });
  // Whoever closes the server before a connection does not wait for one any more.
  first.catch(() => undefined);
  return first;
}
