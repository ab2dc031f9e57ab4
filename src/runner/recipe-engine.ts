import { userError } from '../core/errors.js';
import { didYouMean } from '../core/schema.js';
import { hasForeignCode } from './engines/parts/foreign-code.js';
import { listEngines } from './engines/registry.js';
import type { Family } from './families.js';
import { isMeasured } from './plan-engine.js';
import type { Workers } from './recipe.js';
import type { Complain } from './yaml-file-mistakes.js';

/** What decides on the engine: the first of these that says something. */
export interface EngineChoice {
  /** From the command line. */
  readonly asked: string | undefined;
  /** From the recipe. */
  readonly written: string | undefined;
  readonly families: readonly Family[];
  readonly workers: Workers;
  readonly deadline: number | undefined;
}

/**
 * Name of the engine: the one inside the runner where it takes all families and nothing is to be ended at a deadline; then that of
 * plain processes, if it takes all that the one inside would; otherwise `docker`. Code that is not of the suite runs
 * in containers, unless another engine is named.
 */
export async function resolveEngine(choice: EngineChoice, complain: Complain): Promise<string> {
  const { asked, written, families, workers, deadline } = choice;
  const engines = await listEngines();
  const engine = asked ?? written;
  if (engine === undefined) {
    if (families.some(hasForeignCode)) return 'docker';
    const embedded = engines.filter((each) => each.embedded);
    const fit = embedded.find((each) => families.every((family) => each.refuses(family, workers) === undefined));
    if (fit === undefined) return 'docker';
    return deadline !== undefined && families.some(isMeasured) ? 'process' : fit.name;
  }
  const known = engines.map(({ name }) => name);
  if (known.includes(engine)) return engine;
  const message = `unknown engine "${engine}"${didYouMean(engine, known)}`;
  const mend = 'Ask `hport list engines` for the names.';
  if (asked !== undefined) throw userError(message, { key: '--engine', mend });
  complain(['engine'], message, mend);
  return engine;
}
