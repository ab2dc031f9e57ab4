import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { userError } from '../../../core/errors.js';
import { packageRoot } from '../../../core/package.js';
import type { Family } from '../../families.js';

/**
 * The folder with the family's `objective.js`: compiled beside our own code for a family of the package, its own folder for a
 * family from outside.
 * @throws SuiteError of code 'user' when there is none.
 */
export function objectiveFolder(family: Family): string {
  const inside = relative(packageRoot(), family.folder);
  const folder = inside.startsWith('..') ? family.folder : join(packageRoot(), 'dist', inside);
  if (existsSync(join(folder, 'objective.js'))) return folder;
  throw userError(`the family ${family.name} has no objective.js`, {
    file: folder,
    mend: inside.startsWith('..') ? 'Compile objective.ts to it.' : 'Write objective.ts and run `npm run build`.',
  });
}
