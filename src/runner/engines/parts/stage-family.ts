import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { userError } from '../../../core/errors.js';
import { digestFolder, type Family } from '../../families.js';
import { familyFiles } from '../../family-files.js';

/**
 * A copy of exactly those files of a family that its digest is of, for a process to run from: beside them there may be others,
 * such as bytecode that Python would take for that of the source.
 * @throws SuiteError of code 'user' when a file has changed since the family was loaded
 */
export async function stageFamily({ name, folder, source }: Family, to: string): Promise<string> {
  for (const file of await familyFiles(folder)) await cp(join(folder, file), join(to, file));
  if ((await digestFolder(to)) === source) return to;
  throw userError(`the files of ${name} have changed since it was loaded`, { file: folder, mend: 'Start again.' });
}
