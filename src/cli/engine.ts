import { userError } from '../core/errors.js';
import type { Family } from '../runner/families.js';
import { resolveEngine } from '../runner/recipe-engine.js';
import type { Workers } from '../runner/recipe.js';
import { resolveWorkers } from '../runner/recipe-values.js';
import type { SizeOptions } from './worker-size.js';

/** Of the command line. */
export interface EngineOptions extends SizeOptions {
  readonly engine?: string;
}

/**
 * The engine that was asked for, if it can run the family; by default inside the runner if possible, otherwise docker (as for what
 * is not of the suite, and where a worker of some size was asked for).
 */
export async function engineFor(family: Family, options: EngineOptions): Promise<string> {
  const workers = sizeOf(options);
  const { loadEngine } = await import('../runner/engines/registry.js');
  const choice = { asked: options.engine, written: undefined, families: [family], workers, deadline: undefined };
  const found = await resolveEngine(choice, () => undefined);
  const sized = hasSize(options);
  const name = options.engine === undefined && sized && (await loadEngine(found)).embedded ? 'docker' : found;
  const engine = await loadEngine(name);
  const limits = sized && engine.embedded ? `the engine ${name} has no limits on its workers` : undefined;
  const reason = engine.refuses(family, workers) ?? limits;
  if (reason === undefined) return name;
  const mend = 'Ask `hport list engines` for others.';
  throw userError(`the engine ${name} cannot run ${family.name}: ${reason}`, { key: '--engine', mend });
}

/** @throws SuiteError of code 'user', for an amount of memory that is none */
export function sizeOf({ memory, cpus, pids, gpus }: SizeOptions, count = 1): Workers {
  const asked = Object.entries({ memory, cpus, pids, gpus }).filter(([, value]) => value !== undefined);
  return resolveWorkers({ count, ...Object.fromEntries(asked) }, (path, message, mend) => {
    throw userError(message, { key: `--${String(path.at(-1))}`, ...(mend !== undefined && { mend }) });
  });
}

/** Whether anything was asked for. */
function hasSize({ memory, cpus, pids, gpus }: SizeOptions): boolean {
  return [memory, cpus, pids, gpus].some((value) => value !== undefined);
}
