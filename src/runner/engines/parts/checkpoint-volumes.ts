import { basename } from 'node:path';
import { infrastructureError } from '../../../core/errors.js';
import { settleAll } from '../../settle-all.js';
import type { GuestSpec } from '../engine.js';
import { type Docker, statusOf } from './docker-client.js';
import { removeVolume, RUNNER_LABEL } from './docker-sweep.js';
import { checkpointMount } from './memory-mounts.js';
import type { Workplace } from './workplace.js';

/** Where the workers of a family leave checkpoints for each other. */
export interface CheckpointVolume {
  readonly name: string;
  /** Its owner, whom all workers that share it run as: what one of them writes, however private, another can continue from. */
  readonly user: number;
}

/**
 * Volumes in memory, so that their size is bounded and a guest cannot fill the host's disk. They go with the runner; after a kill
 * a continued evaluation starts from scratch and says so.
 */
export interface CheckpointVolumes {
  /** The family's volume; undefined for a family that cannot continue. */
  of(spec: GuestSpec): Promise<CheckpointVolume | undefined>;
  /**
   * Makes sure that the volume of a container that is about to start is the one that we made. The engine makes a volume that it
   * does not know by itself: a folder on the host's disk, without a bound, that belongs to root.
   * @throws SuiteError infrastructure
   */
  confirm(volume: CheckpointVolume): Promise<void>;
  remove(): Promise<void>;
}

export function createCheckpointVolumes(
  docker: Docker,
  workplace: Workplace,
  newUser: () => number,
): CheckpointVolumes {
  const volumes = new Map<string, Promise<CheckpointVolume>>();
  const create = async ({ family, size }: GuestSpec): Promise<CheckpointVolume> => {
    // Named after our folder: a process may have more than one study at work.
    const name = `${basename(workplace.folder)}-${family.name}`;
    const user = newUser();
    await docker.createVolume({
      Name: name,
      Driver: 'local',
      DriverOpts: { type: 'tmpfs', device: 'tmpfs', o: checkpointMount(size.memoryBytes, user) },
      Labels: { [RUNNER_LABEL]: workplace.identity },
    });
    return { name, user };
  };
  return {
    of: async (spec) => {
      const { name, descriptors } = spec.family;
      const continuing = Object.values(descriptors).some(
        ({ clock, fidelities }) => clock === 'measured' && fidelities.some((fidelity) => fidelity.continuation),
      );
      if (!continuing) return undefined;
      const volume = volumes.get(name) ?? create(spec);
      volumes.set(name, volume);
      // What failed may be asked for again.
      volume.catch(() => volumes.delete(name));
      return await volume;
    },
    confirm: async ({ name }) => {
      if ((await ownerOf(docker, name)) === workplace.identity) return;
      throw infrastructureError(`the volume ${name} with the checkpoints of this study is gone: somebody removed it`, {
        mend: 'Leave volumes with the label org.hport.runner alone while a study runs (`docker volume prune` removes them).',
      });
    },
    remove: async () => {
      const made = await Promise.allSettled(volumes.values());
      const names = made.flatMap((each) => (each.status === 'fulfilled' ? [each.value.name] : []));
      await settleAll(names.map((name) => removeVolume(docker, name)));
    },
  };
}

async function ownerOf(docker: Docker, name: string): Promise<string | undefined> {
  try {
    const { Labels } = (await docker.getVolume(name).inspect()) as {
      readonly Labels: Readonly<Record<string, string>> | null;
    };
    return Labels?.[RUNNER_LABEL];
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
