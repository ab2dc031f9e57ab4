import type { GuestSpec } from '../engine.js';
import type { ContainerCreateOptions } from './docker-client.js';
import { RUNNER_LABEL } from './docker-sweep.js';
import { guestEnvironment } from './guest-environment.js';

export interface ContainerParts {
  readonly spec: GuestSpec;
  /** Folder of the socket on the host. */
  readonly socket: string;
  /** Name of the volume for checkpoints, if any. */
  readonly checkpoints: string | undefined;
  readonly study: string;
  /** Of the runner. */
  readonly identity: string;
}

/**
 * A worker's container. The hardening is always on: it costs nothing a call (measured 1.00x), so there is no switch to forget.
 * A guest has no network, cannot write but to a small /tmp in memory, has no capability and no way to gain one, and may take no
 * more memory, CPU and processes than the recipe gives it. The engine removes it when it ends, also when we cannot.
 */
export function containerOptions(parts: ContainerParts): ContainerCreateOptions {
  const { spec, socket, checkpoints, study, identity } = parts;
  const { size, gpus, image, data } = spec;
  const environment = {
    // The container sees no devices but its own, and counts them from 0.
    ...guestEnvironment(size, [...gpus.keys()].map(String)),
    HOME: '/tmp',
    HPORT_SOCKET: '/run/hport/guest.sock',
    ...(checkpoints === undefined ? undefined : { HPORT_CHECKPOINTS: '/checkpoints' }),
    ...(data === undefined ? undefined : { HPORT_DATA: DATA }),
  };
  return {
    Image: image.digest ?? image.reference,
    User: '65534:65534',
    Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    Labels: {
      [RUNNER_LABEL]: identity,
      'org.hport.study': study,
      'org.hport.run': spec.run,
      'org.hport.family': spec.family.name,
      'org.hport.worker': String(spec.slot),
    },
    NetworkDisabled: true,
    HostConfig: {
      AutoRemove: true,
      Init: true,
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      Tmpfs: { '/tmp': 'rw,nosuid,nodev,noexec,size=64m,mode=1777' },
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      IpcMode: 'private',
      Memory: size.memoryBytes,
      MemorySwap: size.memoryBytes,
      NanoCpus: Math.round(size.cpus * 1e9),
      PidsLimit: size.pids,
      // What it prints comes to us by attaching; the daemon need not keep it, and cannot be made to fill the disk.
      LogConfig: { Type: 'none', Config: {} },
      Mounts: [
        { Type: 'bind', Source: socket, Target: '/run/hport', ReadOnly: true },
        ...(checkpoints === undefined
          ? []
          : [{ Type: 'volume' as const, Source: checkpoints, Target: '/checkpoints' }]),
        ...(data === undefined ? [] : [{ Type: 'bind' as const, Source: data, Target: DATA, ReadOnly: true }]),
      ],
      ...(gpus.length === 0 ? undefined : { DeviceRequests: [gpuRequest(gpus)] }),
    },
  };
}

/** Where a container finds the family's data. */
const DATA = '/hport/data';

function gpuRequest(gpus: readonly string[]): object {
  return { Driver: 'nvidia', DeviceIDs: [...gpus], Capabilities: [['gpu']] };
}
