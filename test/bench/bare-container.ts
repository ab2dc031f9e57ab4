import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processIdentity } from '../../src/core/identity.js';
import { packageRoot } from '../../src/core/package.js';
import { containerOptions } from '../../src/runner/engines/parts/container-options.js';
import type { ContainerCreateOptions, Docker } from '../../src/runner/engines/parts/docker-client.js';
import { removeContainer, RUNNER_LABEL } from '../../src/runner/engines/parts/docker-sweep.js';
import { listenForGuest } from '../../src/runner/engines/parts/guest-socket.js';
import type { Subject } from './dock.js';

/** The least that a benchmark's container can be: a bare guest in the family's own image, behind the same kind of socket. */
export interface BareContainer extends AsyncDisposable {
  readonly socket: Socket;
}

/** @param hardened with the options of our own containers, or with none */
export async function startBare(docker: Docker, subject: Subject, hardened: boolean): Promise<BareContainer> {
  const place = mkdtempSync(join(tmpdir(), 'hport-bench-'));
  const listening = await listenForGuest(place, '0');
  const options = hardened ? hardenedOptions(subject, listening.folder) : plainOptions(subject, listening.folder);
  const container = await docker.createContainer({ ...options, Cmd: bareGuest(subject.spec.family.runtime) });
  await container.start();
  const socket = await listening.connected;
  return {
    socket,
    [Symbol.asyncDispose]: async () => {
      if (!socket.destroyed) {
        socket.destroy();
        await once(socket, 'close');
      }
      await removeContainer(docker, container.id);
      rmSync(place, { recursive: true });
    },
  };
}

function hardenedOptions({ spec }: Subject, socket: string): ContainerCreateOptions {
  const ours = { checkpoints: undefined, user: 65534, runtime: undefined, study: 'bench', identity: processIdentity() };
  return containerOptions({ spec, socket, ...ours });
}

function plainOptions({ spec }: Subject, socket: string): ContainerCreateOptions {
  return {
    Image: spec.image.digest ?? spec.image.reference,
    Env: ['HPORT_SOCKET=/run/hport/guest.sock'],
    // Should we be killed, the next runner removes it.
    Labels: { [RUNNER_LABEL]: processIdentity() },
    HostConfig: { Mounts: [{ Type: 'bind', Source: socket, Target: '/run/hport' }] },
  };
}

/** As the program's own argument, so that neither the image nor the mounts differ from those of our guest. */
function bareGuest(runtime: string): string[] {
  const source = (file: string): string => readFileSync(join(packageRoot(), 'test', 'bench', 'bare', file), 'utf8');
  return runtime === 'node'
    ? ['node', '--input-type=module', '--eval', source('guest.mjs')]
    : ['python3', '-c', source('guest.py')];
}
