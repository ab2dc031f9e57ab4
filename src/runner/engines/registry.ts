import { userError } from '../../core/errors.js';
import { importPlugIn, plugInNames } from '../../core/plug-ins.js';
import { didYouMean } from '../../core/schema.js';
import type { Engine } from './engine.js';

const FOLDER = new URL('.', import.meta.url);
/** Files of this folder that are not engines. */
const OTHERS = ['engine', 'registry'];

/** All engines, sorted by name: each is a file of this folder. */
export async function listEngines(): Promise<readonly Engine[]> {
  return await Promise.all(plugInNames(FOLDER, OTHERS).map((name) => importPlugIn<Engine>(FOLDER, name)));
}

/** @throws SuiteError of code 'user' for an unknown name. */
export async function loadEngine(name: string): Promise<Engine> {
  const known = plugInNames(FOLDER, OTHERS);
  if (known.includes(name)) return await importPlugIn(FOLDER, name);
  throw userError(`there is no engine "${name}"${didYouMean(name, known)}`, { mend: 'See `hport list engines`.' });
}
