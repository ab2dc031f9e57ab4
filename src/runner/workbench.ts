import { userError } from '../core/errors.js';
import type { Guest, ImageIdentity } from './engines/engine.js';
import { loadEngine } from './engines/registry.js';
import type { Family } from './families.js';
import { guestData, provideData } from './provide-data.js';
import type { Workers } from './recipe.js';
import { assignGpus } from './slots.js';

/** One worker of ordinary size. */
const SIZE: Workers = { count: 1, cpus: 1, memoryBytes: 2 * 1024 ** 3, pids: 256, gpus: 0 };

/** An engine open for one family, outside of any study. Disposing of it ends its guests. */
export interface Workbench extends AsyncDisposable {
  readonly image: ImageIdentity;
  /** A new guest. */
  start(signal?: AbortSignal): Promise<Guest>;
}

export interface WorkbenchOptions {
  /** Those that will be evaluated; default all. */
  readonly instances?: readonly string[];
  /** Of a worker; default 2 GiB, one processor, no GPU. */
  readonly size?: Workers | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onNotice?: ((line: string) => void) | undefined;
}

/**
 * Makes sure of the data of the instances, and opens the engine.
 * @throws SuiteError of code 'user' when the engine cannot run the family; infrastructure when there is no such engine here, or
 *   the data are not to be had.
 */
export async function openWorkbench(
  family: Family,
  engineName: string,
  options: WorkbenchOptions = {},
): Promise<Workbench> {
  const { instances = Object.keys(family.descriptors), size = SIZE, onNotice } = options;
  const engine = await loadEngine(engineName);
  const refusal = engine.refuses(family, size);
  if (refusal !== undefined) throw userError(refusal, { mend: 'Take another engine: see `hport list engines`.' });
  await provideData([{ family, instances }], options);
  const session = await engine.open({ study: 'workbench', ...(onNotice !== undefined && { onNotice }) });
  try {
    const image = await session.prepare(family);
    // Guests of a workbench answer in turn, so that they may share the devices.
    const [gpus = []] = await assignGpus(size, 1);
    let slot = 0;
    return {
      image,
      start: (signal) => {
        const spec = { family, ...guestData(family), image, slot: slot++, size, gpus, run: 'workbench' };
        return session.start(spec, signal);
      },
      [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
    };
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
}
