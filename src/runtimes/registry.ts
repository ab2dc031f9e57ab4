import { userError } from '../core/errors.js';
import { importPlugIn, plugInNames } from '../core/plug-ins.js';
import { didYouMean } from '../core/schema.js';
import type { Objective } from '../protocol/benchmark.js';
import type { LoadedFamily, Runtime } from './runtime.js';

const FOLDER = new URL('.', import.meta.url);
/** Files of this folder that are not runtimes. */
const OTHERS = ['registry', 'runtime'];

/** Names of the runtimes, sorted: each is a file of this folder, and runs wherever Node does. */
export function listRuntimes(): readonly string[] {
  return plugInNames(FOLDER, OTHERS);
}

/**
 * The objective that a runtime makes of a family. Only this runtime is imported, so that an image needs no other.
 * @throws SuiteError of code 'user' for an unknown runtime, or of what the runtime finds
 */
export async function loadObjective(runtime: string, family: LoadedFamily): Promise<Objective> {
  const known = listRuntimes();
  if (!known.includes(runtime)) throw userError(`there is no runtime "${runtime}"${didYouMean(runtime, known)}`);
  return await (await importPlugIn<Runtime>(FOLDER, runtime)).load(family);
}

/** The optional packages that a runtime needs; none for one that is not run by Node. */
export async function packagesOf(runtime: string): Promise<readonly string[]> {
  if (!listRuntimes().includes(runtime)) return [];
  return (await importPlugIn<Runtime>(FOLDER, runtime)).packages ?? [];
}
