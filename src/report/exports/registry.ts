import { userError } from '../../core/errors.js';
import { importPlugIn, plugInNames } from '../../core/plug-ins.js';
import { didYouMean } from '../../core/schema.js';
import type { Export } from './export.js';

const FOLDER = new URL('.', import.meta.url);
/** Files of this folder that are no formats; what several of them share lives in `parts/`. */
const OTHERS = ['export', 'registry'];

/** All formats, sorted by name: each is a file of this folder. */
export async function listExports(): Promise<readonly Export[]> {
  return await Promise.all(plugInNames(FOLDER, OTHERS).map((name) => importPlugIn<Export>(FOLDER, name)));
}

/** @throws SuiteError of code 'user' for an unknown name. */
export async function loadExport(name: string): Promise<Export> {
  const known = plugInNames(FOLDER, OTHERS);
  if (known.includes(name)) return await importPlugIn(FOLDER, name);
  throw userError(`there is no format "${name}"${didYouMean(name, known)}`, {
    mend: '`hport export --help` says what there is.',
  });
}
