import type { Workers } from '../../recipe.js';

/**
 * The environment that every guest gets, whatever carries it: thread counts from the recipe, since a numerical library that
 * takes all cores disturbs other workers and may add up in another order; and the GPUs of its slot, none by default.
 */
export function guestEnvironment(size: Workers, gpus: readonly string[]): Readonly<Record<string, string>> {
  const threads = String(Math.max(1, Math.floor(size.cpus)));
  return {
    OMP_NUM_THREADS: threads,
    OPENBLAS_NUM_THREADS: threads,
    MKL_NUM_THREADS: threads,
    PYTHONUNBUFFERED: '1',
    PYTHONHASHSEED: '0',
    PYTHONDONTWRITEBYTECODE: '1',
    LANG: 'C.UTF-8',
    CUDA_VISIBLE_DEVICES: gpus.join(','),
  };
}
