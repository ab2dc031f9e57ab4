import type { GuestSpec } from '../engine.js';
import type { Docker } from './docker-client.js';
import { RUNNER_LABEL } from './docker-sweep.js';

/**
 * Where the workers of a family leave checkpoints for each other: a volume in memory, so that its size is bounded and a guest
 * cannot fill the host's disk. It goes with the runner; after a kill a continued evaluation starts from scratch and says so.
 */
export interface CheckpointVolumes {
  /** Name of the family's volume; undefined for a family that cannot continue. */
  of(spec: GuestSpec): Promise<string | undefined>;
  remove(): Promise<void>;
}

export function createCheckpointVolumes(docker: Docker, identity: string): CheckpointVolumes {
  const volumes = new Map<string, Promise<string>>();
  const create = async ({ family, size }: GuestSpec): Promise<string> => {
    const volume = await docker.createVolume({
      Name: `hport-${identity.replace(/[^A-Za-z0-9.]/g, '-')}-${family.name}`,
      Driver: 'local',
      // Half of a worker's memory, which what is written here counts against.
      DriverOpts: {
        type: 'tmpfs',
        device: 'tmpfs',
        o: `size=${Math.floor(size.memoryBytes / 2)},uid=65534,gid=65534,mode=0700`,
      },
      Labels: { [RUNNER_LABEL]: identity },
    });
    return (volume as { Name?: string; name?: string }).Name ?? (volume as { name: string }).name;
  };
  return {
    of: async (spec) => {
      const continuing = Object.values(spec.family.descriptors).some(
        ({ clock, fidelities }) => clock === 'measured' && fidelities.some((fidelity) => fidelity.continuation),
      );
      if (!continuing) return undefined;
      const known = volumes.get(spec.family.name) ?? create(spec);
      volumes.set(spec.family.name, known);
      return await known;
    },
    remove: async () => {
      for (const name of await Promise.all(volumes.values())) await docker.getVolume(name).remove({ force: true });
    },
  };
}
