import type { GuestSpec } from '../engine.js';
import type { ContainerCreateOptions } from './docker-client.js';
import { RUNNER_LABEL } from './docker-sweep.js';
import { guestEnvironment } from './guest-environment.js';
import { temporaryMounts } from './memory-mounts.js';
import { seccompProfile } from './seccomp.js';

export interface ContainerParts {
  readonly spec: GuestSpec;
  /** Folder of the socket on the host. */
  readonly socket: string;
  /** Name of the volume for checkpoints, if any. */
  readonly checkpoints: string | undefined;
  /** Number of the user that the guest runs as. */
  readonly user: number;
  /** The engine's own default without one. */
  readonly runtime: string | undefined;
  readonly study: string;
  /** Of the runner. */
  readonly identity: string;
}

/**
 * A worker's container. The hardening is always on: it costs nothing a call (measured 1.00x), so there is no switch to forget.
 * A guest has no network, can write only to /tmp, /dev/shm and its checkpoints (all in memory, bounded, and nothing there can be
 * executed), has no capability and no way to gain one, makes no system call that training does not need, and may take no
 * more memory, CPU and processes than the recipe gives it. When the machine is out of memory it is the first to go.
 * The engine removes it when it ends, also when we cannot. docs/security.md says what of this is promised.
 */
export function containerOptions(parts: ContainerParts): ContainerCreateOptions {
  const { spec, socket, checkpoints, user, runtime, study, identity } = parts;
  const { size, gpus, image, data } = spec;
  const environment = {
    // The container sees no devices but its own, and counts them from 0.
    ...guestEnvironment(size, [...gpus.keys()].map(String)),
    HOME: '/tmp',
    // Its number has no name in /etc/passwd, which is where programs look otherwise.
    USER: 'guest',
    LOGNAME: 'guest',
    HPORT_SOCKET: '/run/hport/guest.sock',
    ...(checkpoints === undefined ? undefined : { HPORT_CHECKPOINTS: '/checkpoints' }),
    ...(data === undefined ? undefined : { HPORT_DATA: DATA }),
  };
  return {
    Image: image.digest ?? image.reference,
    User: `${user}:${user}`,
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
      Tmpfs: temporaryMounts(size.memoryBytes),
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges', `seccomp=${seccompProfile()}`],
      IpcMode: 'private',
      ...OWN_CGROUPS,
      ...(runtime === undefined ? undefined : { Runtime: runtime }),
      Memory: size.memoryBytes,
      MemorySwap: size.memoryBytes,
      NanoCpus: Math.round(size.cpus * 1e9),
      PidsLimit: size.pids,
      OomScoreAdj: 1000,
      // A pattern for core files may name a program, which would run outside of the container.
      Ulimits: [
        { Name: 'core', Soft: 0, Hard: 0 },
        { Name: 'nofile', Soft: MOST_OPEN_FILES, Hard: MOST_OPEN_FILES },
      ],
      // What it prints comes to us by attaching; the daemon need not keep it, and cannot be made to fill the disk.
      LogConfig: { Type: 'none', Config: {} },
      Mounts: [
        { Type: 'bind', Source: socket, Target: '/run/hport', ReadOnly: true },
        ...(checkpoints === undefined
          ? []
          : [{ Type: 'volume' as const, Source: checkpoints, Target: '/checkpoints', VolumeOptions: NO_COPY }]),
        ...(data === undefined ? [] : [{ Type: 'bind' as const, Source: data, Target: DATA, ReadOnly: true }]),
      ],
      ...(gpus.length === 0 ? undefined : { DeviceRequests: [gpuRequest(gpus)] }),
    },
  };
}

/** Where a container finds the family's data. */
const DATA = '/hport/data';

const MOST_OPEN_FILES = 4096;

/** The guest sees its own limits, and not where it stands among the machine's. Missing in the types of dockerode. */
const OWN_CGROUPS: object = { CgroupnsMode: 'private' };

/** Nothing of the image is put into a volume: checkpoints are made by guests. */
const NO_COPY = { NoCopy: true, Labels: {}, DriverConfig: { Name: 'local', Options: {} } };

function gpuRequest(gpus: readonly string[]): object {
  return { Driver: 'nvidia', DeviceIDs: [...gpus], Capabilities: [['gpu']] };
}
