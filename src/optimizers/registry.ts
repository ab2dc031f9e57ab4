import { userError } from '../core/errors.js';
import { importPlugIn, plugInNames } from '../core/plug-ins.js';
import { didYouMean } from '../core/schema.js';
import type { OptimizerDefinition } from './optimizer.js';

const FOLDER = new URL('.', import.meta.url);
/** Files of this folder that are no optimizers. */
const OTHERS = ['optimizer', 'registry'];

/**
 * Every optimizer, by name. An optimizer is a file in this folder whose default export is a definition. What several of them share
 * lives in `parts/`.
 */
export async function listOptimizers(): Promise<readonly OptimizerDefinition[]> {
  return Promise.all(optimizerNames().map((name) => importPlugIn<OptimizerDefinition>(FOLDER, name)));
}

/** Their names, without importing them. */
export function optimizerNames(): readonly string[] {
  return plugInNames(FOLDER, OTHERS);
}

/**
 * One optimizer; no other file is imported.
 * @throws SuiteError of code 'user' if there is none of this name.
 */
export async function loadOptimizer(name: string): Promise<OptimizerDefinition> {
  const known = optimizerNames();
  if (known.includes(name)) return importPlugIn(FOLDER, name);
  throw userError(`there is no optimizer "${name}"${didYouMean(name, known)}`, {
    mend: '`hport list optimizers` shows what there is.',
  });
}
