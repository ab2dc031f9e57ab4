import { readdir } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Validation } from './validation.js';

const FOLDER = new URL('validations/', import.meta.url);

/** The names of the validations: those of the files in `validations/`. */
export async function validationNames(): Promise<readonly string[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith(extension) && !file.endsWith('.d.ts'));
  return files.map((file) => file.slice(0, -extension.length)).sort();
}

export async function loadValidation(name: string): Promise<Validation> {
  const module = (await import(new URL(`${name}${extension}`, FOLDER).href)) as { readonly default: Validation };
  return module.default;
}

/** `.ts` where sources run (tests), `.js` where they were compiled. */
const extension = extname(import.meta.url);
