import { join } from 'node:path';
import { infrastructureError, messageOf } from '../../core/errors.js';
import type { Engine, EngineSession, Guest, GuestSpec, SessionOptions } from './engine.js';
import { boundedLog } from './parts/bounded-log.js';
import { createCheckpointVolumes, type CheckpointVolumes } from './parts/checkpoint-volumes.js';
import { type ContainerEvents, watchContainers } from './parts/container-events.js';
import { containerOptions } from './parts/container-options.js';
import { connectDocker, type Container, type Docker } from './parts/docker-client.js';
import { removeContainer, sweepDocker } from './parts/docker-sweep.js';
import { listenForGuest } from './parts/guest-socket.js';
import { ensureImage } from './parts/image.js';
import { awaitGuest } from './parts/start-guest.js';
import { openWorkplace, type Workplace } from './parts/workplace.js';

/** A hardened container for each worker. */
const docker: Engine = {
  name: 'docker',
  summary: 'a container for each worker: no network, read-only, no capabilities, limits on memory, CPU and processes',
  embedded: false,
  refuses: (family) =>
    family.runtime === 'node' || family.runtime === 'python'
      ? undefined
      : `there is no containers/${family.runtime}/Dockerfile`,
  open: openSession,
};
export default docker;

interface Session {
  readonly docker: Docker;
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
  // A runner that was killed on a machine without its reaper may have left something.
  await sweepDocker();
  const workplace = await openWorkplace('docker');
  const events = await watchContainers(client, workplace.identity);
  const volumes = createCheckpointVolumes(client, workplace.identity);
  const session: Session = { docker: client, options, workplace, events, volumes, running: new Set(), started: 0 };
  return {
    prepare: async (family) => {
      const { name, version, folder, descriptors, image } = family;
      const runtime = family.runtime as 'node' | 'python';
      const build = {
        family: name,
        version,
        runtime,
        folder,
        descriptors,
        ...(image === undefined ? undefined : { image }),
      };
      return await ensureImage(client, build, options.onNotice);
    },
    start: (spec, signal) => startContainer(session, spec, signal),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...session.running].map((end) => end()));
      await volumes.remove();
      events.close();
      await workplace[Symbol.asyncDispose]();
    },
  };
}

async function startContainer(session: Session, spec: GuestSpec, signal?: AbortSignal): Promise<Guest> {
  const { workplace, events, options, running } = session;
  const socket = await listenForGuest(workplace.folder, `${session.started++}`);
  const log = boundedLog(
    options.logs === undefined ? undefined : join(options.logs, `${spec.family.name}-${spec.slot}.log`),
  );
  const checkpoints = await session.volumes.of(spec);
  const container = await createContainer(session, spec, socket.folder, checkpoints).catch(async (error: unknown) => {
    await socket.close();
    throw error;
  });
  const exit = events.exitOf(container.id);
  const gone = exit.then(({ how, outOfMemory }) => ({ how, outOfMemory, log: log.tail() }));
  const kill = async (): Promise<void> => {
    await removeContainer(session.docker, container.id);
    running.delete(kill);
    await exit;
    log.stream.end();
  };
  running.add(kill);
  try {
    const output = await container.attach({ stream: true, stdout: true, stderr: true });
    container.modem.demuxStream(output, log.stream, log.stream);
    await container.start();
  } catch (error) {
    events.forget(container.id);
    await Promise.all([kill(), socket.close()]);
    throw startError(spec, error);
  }
  return await awaitGuest({ what: `the container of ${spec.family.name}`, socket, gone, kill }, signal);
}

async function createContainer(
  session: Session,
  spec: GuestSpec,
  socket: string,
  checkpoints?: string,
): Promise<Container> {
  const { study } = session.options;
  const { identity } = session.workplace;
  try {
    return await session.docker.createContainer(containerOptions({ spec, socket, checkpoints, study, identity }));
  } catch (error) {
    throw startError(spec, error);
  }
}

function startError(spec: GuestSpec, cause: unknown): Error {
  const message = messageOf(cause);
  if (spec.gpus.length > 0 && /gpu|nvidia|device driver/i.test(message)) {
    return infrastructureError(
      `the recipe asks for GPU ${spec.gpus.join(', ')}, and the container engine has none: ${message}`,
      {
        key: 'workers.gpus',
        mend: 'Install the NVIDIA container toolkit, or set workers.gpus to 0.',
        cause,
      },
    );
  }
  return infrastructureError(`the container of ${spec.family.name} cannot be started: ${message}`, { cause });
}
