import { isAlive } from '../../../core/identity.js';
import { connectDocker, type Docker } from './docker-client.js';

/** Everything that we make in an engine carries it: the identity of the runner. */
export const RUNNER_LABEL = 'org.hport.runner';

/**
 * Removes the containers and volumes of runners that are dead; living runners keep theirs.
 * @returns what was removed, in words
 */
export async function sweepDocker(
  dead: (identity: string) => boolean = (identity) => !isAlive(identity),
): Promise<readonly string[]> {
  const docker = await connectDocker();
  const filters = { label: [RUNNER_LABEL] };
  const isDead = (labels: Readonly<Record<string, string>> | null): boolean => dead(labels?.[RUNNER_LABEL] ?? '');
  const containers = await docker.listContainers({ all: true, filters });
  const left = containers.filter((container) => isDead(container.Labels));
  await Promise.all(left.map((container) => removeContainer(docker, container.Id)));
  const { Volumes } = await docker.listVolumes({ filters });
  const volumes = Volumes.filter((volume) => isDead(volume.Labels));
  for (const volume of volumes) await docker.getVolume(volume.Name).remove({ force: true });
  return [
    ...left.map((container) => `container ${container.Id.slice(0, 12)} of ${container.Image}`),
    ...volumes.map((volume) => `volume ${volume.Name}`),
  ];
}

/** Kills and removes a container; one that is gone or going already is as good. */
export async function removeContainer(docker: Docker, id: string): Promise<void> {
  try {
    await docker.getContainer(id).remove({ force: true, v: true });
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode !== 404 && statusCode !== 409) throw error;
  }
}
