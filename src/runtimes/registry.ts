import { readdirSync } from 'node:fs';
import { userError } from '../core/errors.js';
import { didYouMean } from '../core/schema.js';
import type { Objective } from '../protocol/benchmark.js';
import type { LoadedFamily, Runtime } from './runtime.js';

/** Files of this folder that are not runtimes. */
const OTHERS = ['registry', 'runtime'];

/** Names of the runtimes, sorted: each is a file of this folder, and runs wherever Node does. */
export function listRuntimes(): readonly string[] {
  const files = readdirSync(new URL('.', import.meta.url));
  const names = files.flatMap((file) => /^([a-z-]+)\.(?:js|ts)$/.exec(file)?.[1] ?? []);
  return [...new Set(names)].filter((name) => !OTHERS.includes(name)).sort();
}

/**
 * The objective that a runtime makes of a family. Only this runtime is imported, so that an image needs no other.
 * @throws SuiteError of code 'user' for an unknown runtime, or of what the runtime finds
 */
export async function loadObjective(runtime: string, family: LoadedFamily): Promise<Objective> {
  const known = listRuntimes();
  if (!known.includes(runtime)) throw userError(`there is no runtime "${runtime}"${didYouMean(runtime, known)}`);
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const module = (await import(new URL(`${runtime}.${extension}`, import.meta.url).href)) as { default: Runtime };
  return await module.default.load(family);
}
