import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../core/package.js';
import { userError } from '../../../core/errors.js';
import type { Family } from '../../families.js';
import { inside } from './inside.js';

/** What a runtime looks for in a family's folder. */
const NAMES: Readonly<Record<string, string>> = { node: 'objective', table: 'table' };

type Place = Pick<Family, 'folder' | 'runtime'>;

/** Where a family's TypeScript is compiled to: beside our own for a family of the package; one from elsewhere brings JavaScript. */
export function compiledFolder(folder: string): string {
  const path = inside(packageRoot(), folder);
  return path === undefined ? folder : join(packageRoot(), 'dist', path);
}

/** The compiled file of a family, there or not; undefined where it needs none: a table or a model may say it all. */
export function codeFile({ folder, runtime }: Place): string | undefined {
  const name = NAMES[runtime];
  if (name === undefined) return undefined;
  const compiled = compiledFolder(folder);
  const written =
    existsSync(join(folder, `${name}.ts`)) || (compiled === folder && existsSync(join(folder, `${name}.js`)));
  return runtime === 'node' || written ? join(compiled, `${name}.js`) : undefined;
}

/**
 * The folder with the family's compiled code.
 * @throws SuiteError of code 'user' when the file that its runtime needs is not there
 */
export function familyCode({ name, ...place }: Place & Pick<Family, 'name'>): string {
  const folder = compiledFolder(place.folder);
  const file = codeFile(place);
  if (file === undefined || existsSync(file)) return folder;
  const code = NAMES[place.runtime] as string;
  throw userError(`the family ${name} has no ${code}.js`, {
    file: folder,
    mend: folder === place.folder ? `Compile ${code}.ts to it.` : `Write ${code}.ts and run \`npm run build\`.`,
  });
}
