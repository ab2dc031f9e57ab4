import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { userError } from '../core/errors.js';
import { packageRoot } from '../core/package.js';
import { didYouMean } from '../core/schema.js';

/** The recipe files of the suite, sorted; paths from the working folder. */
export async function listRecipes(): Promise<readonly string[]> {
  const folder = join(packageRoot(), 'recipes');
  if (!existsSync(folder)) return [];
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  return files.map((file) => relative(process.cwd(), join(folder, file)));
}

/** @throws SuiteError of code 'user' with the nearest known recipe when there is no such file. */
export async function recipeFile(file: string): Promise<string> {
  if (existsSync(file)) return file;
  const near = didYouMean(file, await listRecipes());
  throw userError(`there is no such file${near}`, { file, mend: 'Ask `hport list recipes` for those of the suite.' });
}
