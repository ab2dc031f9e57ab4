import { readdir } from 'node:fs/promises';
import { extname } from 'node:path';
import { bug } from '../../core/errors.js';
import type { FigureDefinition } from './figure.js';

/** Every kind of figure, in the order of the report: files of this folder. What several of them share lives in `parts/`. */
export async function listFigures(): Promise<readonly FigureDefinition[]> {
  const definitions = await Promise.all((await figureFiles()).map(importDefinition));
  return definitions.sort((a, b) => a.order - b.order);
}

const FOLDER = new URL('.', import.meta.url);
/** Files of this folder that are no figures. */
const OTHERS = ['figure', 'registry'];

/** `.ts` where sources run (tests), `.js` where they were compiled. */
async function figureFiles(): Promise<string[]> {
  const extension = extname(import.meta.url);
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith(extension) && !file.endsWith('.d.ts'));
  return files.filter((file) => !OTHERS.includes(nameOf(file))).sort();
}

async function importDefinition(file: string): Promise<FigureDefinition> {
  const { default: definition } = (await import(new URL(file, FOLDER).href)) as { readonly default?: FigureDefinition };
  if (definition === undefined || typeof definition.draw !== 'function') {
    throw bug(`report/figures/${file} has no figure as its default export: what figures share belongs into parts/`);
  }
  if (definition.name === nameOf(file)) return definition;
  throw bug(`report/figures/${file} calls its figure "${definition.name}", not "${nameOf(file)}"`);
}

function nameOf(file: string): string {
  return file.slice(0, -extname(file).length);
}
