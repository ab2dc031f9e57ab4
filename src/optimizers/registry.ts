import { readdir } from 'node:fs/promises';
import { extname } from 'node:path';
import { bug, userError } from '../core/errors.js';
import { didYouMean } from '../core/schema.js';
import type { OptimizerDefinition } from './optimizer.js';

/**
 * Every optimizer, by name. An optimizer is a file in this folder whose default export is a definition: nothing is to be
 * edited when one is added. What several of them share lives in `parts/`.
 */
export async function listOptimizers(): Promise<readonly OptimizerDefinition[]> {
  return Promise.all((await optimizerFiles()).map(importDefinition));
}

/** Their names, without importing them. */
export async function optimizerNames(): Promise<readonly string[]> {
  return (await optimizerFiles()).map(nameOf);
}

/**
 * One optimizer; no other file is imported.
 * @throws SuiteError of code 'user' if there is none of this name.
 */
export async function loadOptimizer(name: string): Promise<OptimizerDefinition> {
  const files = await optimizerFiles();
  const file = files.find((candidate) => nameOf(candidate) === name);
  if (file !== undefined) return importDefinition(file);
  throw userError(`there is no optimizer "${name}"${didYouMean(name, files.map(nameOf))}`, {
    mend: '`hport list optimizers` shows what there is.',
  });
}

const FOLDER = new URL('.', import.meta.url);
/** Files of this folder that are no optimizers. */
const OTHERS = ['optimizer', 'registry'];

/** `.ts` where sources run (tests), `.js` where they were compiled. */
async function optimizerFiles(): Promise<string[]> {
  const extension = extname(import.meta.url);
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith(extension) && !file.endsWith('.d.ts'));
  return files.filter((file) => !OTHERS.includes(nameOf(file))).sort();
}

async function importDefinition(file: string): Promise<OptimizerDefinition> {
  const module = (await import(new URL(file, FOLDER).href)) as { readonly default?: OptimizerDefinition };
  const definition = module.default;
  if (definition === undefined || typeof definition.create !== 'function') {
    throw bug(`optimizers/${file} has no definition as its default export: what optimizers share belongs into parts/`);
  }
  if (definition.name === nameOf(file)) return definition;
  throw bug(`optimizers/${file} calls its optimizer "${definition.name}", not "${nameOf(file)}"`);
}

function nameOf(file: string): string {
  return file.slice(0, -extname(file).length);
}
