import { userError } from '../core/errors.js';
import type { Family } from '../runner/families.js';
import { resolveEngine } from '../runner/recipe-engine.js';
import { resolveWorkers } from '../runner/recipe-values.js';

/** The engine that was asked for, if it can run the family; by default inside the runner if possible, otherwise docker. */
export async function engineFor(family: Family, asked: string | undefined): Promise<string> {
  const ignore = (): void => undefined;
  const workers = resolveWorkers({}, ignore);
  const { loadEngine } = await import('../runner/engines/registry.js');
  const engine = await resolveEngine(
    { asked, written: undefined, families: [family], workers, deadline: undefined },
    ignore,
  );
  const reason = (await loadEngine(engine)).refuses(family, workers);
  if (reason === undefined) return engine;
  const mend = 'Ask `hport list engines` for others.';
  throw userError(`the engine ${engine} cannot run ${family.name}: ${reason}`, { key: '--engine', mend });
}
