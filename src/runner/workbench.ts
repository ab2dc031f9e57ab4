import { userError } from '../core/errors.js';
import type { Guest, ImageIdentity } from './engines/engine.js';
import { loadEngine } from './engines/registry.js';
import type { Family } from './families.js';
import type { Workers } from './recipe.js';

/** One worker of ordinary size: for evaluating by hand and for the conformance check. */
const SIZE: Workers = { count: 1, cpus: 1, memoryBytes: 2 * 1024 ** 3, pids: 256, gpus: 0 };

/** An engine open for one family, outside of any study. Disposing of it ends its guests. */
export interface Workbench extends AsyncDisposable {
  readonly image: ImageIdentity;
  /** A new guest. */
  start(signal?: AbortSignal): Promise<Guest>;
}

/** @throws SuiteError of code 'user' when the engine cannot run the family; infrastructure when there is no such engine here. */
export async function openWorkbench(
  family: Family,
  engineName: string,
  options: { readonly onNotice?: (line: string) => void } = {},
): Promise<Workbench> {
  const engine = await loadEngine(engineName);
  const refusal = engine.refuses(family, SIZE);
  if (refusal !== undefined) throw userError(refusal, { mend: 'Take another engine: see `hport list engines`.' });
  const session = await engine.open({ study: 'workbench', ...options });
  try {
    const image = await session.prepare(family);
    let slot = 0;
    return {
      image,
      start: (signal) => session.start({ family, image, slot: slot++, size: SIZE, gpus: [], run: 'workbench' }, signal),
      [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
    };
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
}
