import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../../core/identity.js';
import { type Docker, statusOf } from './docker-client.js';

/** Everything that we make in an engine carries it: the identity of the runner. */
export const RUNNER_LABEL = 'org.hport.runner';

/** Whether the runner of this identity has left what it made. */
export type IsDead = (identity: string) => boolean;

export const ofDeadRunner: IsDead = (identity) => !isAlive(identity);

/**
 * Removes the containers and volumes of runners that are dead; living runners keep theirs.
 * @returns what was removed, in words
 */
export async function sweepDocker(docker: Docker, dead: IsDead = ofDeadRunner): Promise<readonly string[]> {
  const filters = { label: [RUNNER_LABEL] };
  const isLeft = ({ Labels }: { readonly Labels: Readonly<Record<string, string>> | null }): boolean =>
    dead(Labels?.[RUNNER_LABEL] ?? '');
  const containers = (await docker.listContainers({ all: true, filters })).filter(isLeft);
  await Promise.all(containers.map((container) => removeContainer(docker, container.Id)));
  // The engine writes null for an empty list.
  const { Volumes } = (await docker.listVolumes({ filters })) as { readonly Volumes: readonly VolumeLeft[] | null };
  const volumes = (Volumes ?? []).filter(isLeft);
  await Promise.all(volumes.map((volume) => removeVolume(docker, volume.Name)));
  return [
    ...containers.map((container) => `container ${container.Id.slice(0, 12)} of ${container.Image}`),
    ...volumes.map((volume) => `volume ${volume.Name}`),
  ];
}

interface VolumeLeft {
  readonly Name: string;
  readonly Labels: Readonly<Record<string, string>> | null;
}

/** Kills and removes a container, and waits until it is gone. */
export async function removeContainer(docker: Docker, id: string): Promise<void> {
  await untilGone(async () => {
    await docker.getContainer(id).remove({ force: true, v: true });
  });
}

export async function removeVolume(docker: Docker, name: string): Promise<void> {
  await untilGone(async () => {
    await docker.getVolume(name).remove({ force: true });
  });
}

const POLL_MS = 20;
const PATIENCE_MS = 10_000;

/** The engine answers 409 while it is removing something already (or a volume's last container), and 404 afterwards. */
async function untilGone(remove: () => Promise<void>): Promise<void> {
  const limit = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      await remove();
      return;
    } catch (error) {
      const status = statusOf(error);
      if (status === 404) return;
      if (status !== 409 || performance.now() > limit) throw error;
    }
    await sleep(POLL_MS);
  }
}
