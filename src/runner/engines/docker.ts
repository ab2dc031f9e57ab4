import { join } from 'node:path';
import { infrastructureError, messageOf, SuiteError } from '../../core/errors.js';
import { settleAll } from '../settle-all.js';
import type { Family } from '../families.js';
import type { Engine, EngineSession, Guest, GuestExit, GuestSpec, ImageIdentity, SessionOptions } from './engine.js';
import { boundedLog } from './parts/bounded-log.js';
import { type CheckpointVolume, type CheckpointVolumes, createCheckpointVolumes } from './parts/checkpoint-volumes.js';
import { type ContainerEvents, watchContainers } from './parts/container-events.js';
import { containerOf } from './parts/container-of.js';
import { containerOptions } from './parts/container-options.js';
import { followOutput } from './parts/container-output.js';
import { connectDocker, type Container, type Docker } from './parts/docker-client.js';
import { removeContainer, sweepDocker } from './parts/docker-sweep.js';
import { type EngineTraits, traitsOf } from './parts/engine-traits.js';
import { listenForGuest } from './parts/guest-socket.js';
import { newGuestUser } from './parts/guest-user.js';
import { ensureImage } from './parts/image.js';
import { awaitGuest } from './parts/start-guest.js';
import { openWorkplace, type Workplace } from './parts/workplace.js';

/** A hardened container for each worker. */
const docker: Engine = {
  name: 'docker',
  summary: 'a container for each worker: no network, read-only, no capabilities, limits on memory, CPU and processes',
  embedded: false,
  keeps: ['deadline', 'memory', 'cpus', 'pids'],
  refuses: ({ runtime, image }) =>
    containerOf(runtime) !== undefined || image !== undefined
      ? undefined
      : `there is no containers/${runtime}/Dockerfile`,
  open: openSession,
};
export default docker;

interface Session {
  readonly docker: Docker;
  readonly traits: EngineTraits;
  readonly options: SessionOptions;
  readonly workplace: Workplace;
  readonly events: ContainerEvents;
  readonly volumes: CheckpointVolumes;
  /** Ends each container that runs. */
  readonly running: Set<() => Promise<void>>;
  started: number;
}

async function openSession(options: SessionOptions): Promise<EngineSession> {
  const client = await connectDocker();
  const traits = await traitsOf(client);
  // A runner that was killed on a machine without its reaper may have left something; that is no reason not to start.
  await sweepDocker(client).catch((error: unknown) => options.onNotice?.(`not tidied up: ${messageOf(error)}`));
  const workplace = await openWorkplace('docker');
  const events = await watchContainers(client, workplace.identity).catch(async (error: unknown) => {
    await workplace[Symbol.asyncDispose]();
    throw error;
  });
  const volumes = createCheckpointVolumes(client, workplace, () => newGuestUser(traits.mapsUsers));
  const running = new Set<() => Promise<void>>();
  const session: Session = { docker: client, traits, options, workplace, events, volumes, running, started: 0 };
  return {
    prepare: (family) => findImage(client, family, options),
    start: (spec, signal) => startGuest(session, spec, signal),
    [Symbol.asyncDispose]: async () => {
      try {
        await settleAll([...running].map((kill) => kill()));
        await volumes.remove();
      } finally {
        events.close();
        await workplace[Symbol.asyncDispose]();
      }
    },
  };
}

async function findImage(client: Docker, family: Family, { onNotice }: SessionOptions): Promise<ImageIdentity> {
  const { name, version, folder, descriptors, image, runtime } = family;
  const build = { family: name, version, runtime, folder, descriptors };
  return await ensureImage(client, image === undefined ? build : { ...build, image }, onNotice);
}

async function startGuest(session: Session, spec: GuestSpec, signal?: AbortSignal): Promise<Guest> {
  const what = `the container of ${spec.family.name}`;
  if (signal?.aborted === true) throw infrastructureError(`${what} was not wanted any more`);
  const checkpoints = await session.volumes.of(spec);
  const socket = await listenForGuest(session.workplace.folder, `${session.started++}`);
  try {
    const { gone, kill } = await runContainer(session, spec, { socket: socket.folder, checkpoints });
    return await awaitGuest({ what, socket, gone, kill }, signal);
  } catch (error) {
    await socket.close();
    throw error instanceof SuiteError ? error : startError(spec, error);
  }
}

interface RunningContainer {
  readonly gone: Promise<GuestExit>;
  readonly kill: () => Promise<void>;
}

interface Mounts {
  readonly socket: string;
  readonly checkpoints: CheckpointVolume | undefined;
}

async function runContainer(session: Session, spec: GuestSpec, mounts: Mounts): Promise<RunningContainer> {
  const { docker, events, running, options } = session;
  const container = await createContainer(session, spec, mounts);
  const life = events.follow(container.id);
  const kill = async (): Promise<void> => {
    life.killing();
    await removeContainer(docker, container.id);
    running.delete(kill);
    await life.exit;
  };
  running.add(kill);
  const name = `${spec.family.name}-${spec.slot}.log`;
  const log = boundedLog(options.logs === undefined ? undefined : join(options.logs, name));
  try {
    const output = await container.attach({ stream: true, stdout: true, stderr: true });
    const lastWords = followOutput(output as unknown as Parameters<typeof followOutput>[0], log.write);
    const gone = life.exit.then(async (exit) => {
      await lastWords();
      return { ...exit, log: log.tail() };
    });
    // Only now: the engine makes a volume that it misses when the container is created.
    if (mounts.checkpoints !== undefined) await session.volumes.confirm(mounts.checkpoints);
    await container.start();
    return { gone, kill };
  } catch (error) {
    life.forget();
    await kill();
    throw error;
  }
}

async function createContainer(session: Session, spec: GuestSpec, mounts: Mounts): Promise<Container> {
  const { docker, traits, options, workplace } = session;
  const { socket, checkpoints } = mounts;
  const parts = {
    ...{ spec, socket, checkpoints: checkpoints?.name, runtime: traits.runtime },
    user: checkpoints?.user ?? newGuestUser(traits.mapsUsers),
    ...{ study: options.study, identity: workplace.identity },
  };
  return await docker.createContainer(containerOptions(parts));
}

function startError(spec: GuestSpec, cause: unknown): Error {
  const message = messageOf(cause);
  if (spec.gpus.length > 0 && /gpu|nvidia|cuda|device driver|cdi/i.test(message)) {
    return infrastructureError(
      `the recipe asks for GPU ${spec.gpus.join(', ')}, and the container engine does not give it: ${message}`,
      {
        key: 'workers.gpus',
        mend: 'Install the NVIDIA container toolkit and name devices that exist, or set workers.gpus to 0.',
        cause,
      },
    );
  }
  return infrastructureError(`the container of ${spec.family.name} cannot be started: ${message}`, { cause });
}
