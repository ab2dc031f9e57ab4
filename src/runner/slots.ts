import { infrastructureError } from '../core/errors.js';
import { listGpus } from './engines/parts/host-gpus.js';
import type { Workers } from './recipe.js';

/**
 * The devices of each worker slot: every slot owns its own set, and no device is in two.
 * @param slots number of workers at once
 * @throws SuiteError infrastructure when there are not enough.
 */
export async function assignGpus(size: Workers, slots: number): Promise<readonly (readonly string[])[]> {
  if (size.gpus === 0) return Array.from({ length: slots }, () => []);
  const ids = [...new Set(size.gpuIds ?? (await listGpus()).map((gpu) => gpu.index))];
  const needed = size.gpus * slots;
  if (ids.length < needed) {
    const has = ids.length === 0 ? 'no GPU' : `${ids.length} (${ids.join(', ')})`;
    const whose = size.gpuIds === undefined ? 'this machine has' : 'workers.gpuIds names';
    const workers = slots === 1 ? 'one worker' : `${slots} workers at once`;
    throw infrastructureError(`${workers} of ${size.gpus} GPU need ${needed}, and ${whose} ${has}`, {
      key: 'workers.gpus',
      mend: 'Lower workers.gpus, workers.count or concurrency, or set workers.gpus to 0.',
    });
  }
  return Array.from({ length: slots }, (_, slot) => ids.slice(slot * size.gpus, (slot + 1) * size.gpus));
}
