import { basename } from 'node:path';
import { settleAll } from '../../settle-all.js';
import type { GuestSpec } from '../engine.js';
import type { Docker } from './docker-client.js';
import { removeVolume, RUNNER_LABEL } from './docker-sweep.js';
import type { Workplace } from './workplace.js';

/**
 * Where the workers of a family leave checkpoints for each other: a volume in memory, so that its size is bounded and a guest
 * cannot fill the host's disk. It goes with the runner; after a kill a continued evaluation starts from scratch and says so.
 */
export interface CheckpointVolumes {
  /** Name of the family's volume; undefined for a family that cannot continue. */
  of(spec: GuestSpec): Promise<string | undefined>;
  remove(): Promise<void>;
}

export function createCheckpointVolumes(docker: Docker, workplace: Workplace): CheckpointVolumes {
  const volumes = new Map<string, Promise<string>>();
  const create = async ({ family, size }: GuestSpec): Promise<string> => {
    // Named after our folder: a process may have more than one study at work.
    const name = `${basename(workplace.folder)}-${family.name}`;
    await docker.createVolume({
      Name: name,
      Driver: 'local',
      // Half of a worker's memory, which what is written here counts against.
      DriverOpts: {
        type: 'tmpfs',
        device: 'tmpfs',
        o: `size=${Math.floor(size.memoryBytes / 2)},uid=65534,gid=65534,mode=0700`,
      },
      Labels: { [RUNNER_LABEL]: workplace.identity },
    });
    return name;
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
    remove: async () => {
      const made = await Promise.allSettled(volumes.values());
      const names = made.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      await settleAll(names.map((name) => removeVolume(docker, name)));
    },
  };
}
