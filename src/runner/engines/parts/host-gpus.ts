import { execa } from 'execa';
import { infrastructureError } from '../../../core/errors.js';

/** A driver in trouble may hang. */
const ANSWER_MS = 30_000;

/** Identities of the machine's NVIDIA GPUs, in the driver's order; empty when there is no driver. */
export async function listGpus(): Promise<readonly { readonly index: string; readonly uuid: string }[]> {
  const result = await execa('nvidia-smi', ['--query-gpu=index,uuid', '--format=csv,noheader'], {
    reject: false,
    timeout: ANSWER_MS,
  });
  if (result.failed) return [];
  return result.stdout.split('\n').flatMap((line) => {
    const [index, uuid] = line.split(',').map((part) => part.trim());
    return index === undefined || uuid === undefined ? [] : [{ index, uuid }];
  });
}

/** @throws SuiteError infrastructure when one of the devices is not there: a study must not fall back to the CPU in silence. */
export async function checkGpus(ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const found = await listGpus();
  const missing = ids.filter((id) => !found.some((gpu) => gpu.index === id || gpu.uuid === id));
  if (missing.length === 0) return;
  const there =
    found.length === 0
      ? 'no GPU that its driver shows (nvidia-smi)'
      : `only ${found.map((gpu) => gpu.index).join(', ')}`;
  throw infrastructureError(`the recipe asks for GPU ${missing.join(', ')}, and this machine has ${there}`, {
    key: 'workers.gpus',
    mend: 'Set workers.gpus to 0, or name devices that exist in workers.gpuIds.',
  });
}
