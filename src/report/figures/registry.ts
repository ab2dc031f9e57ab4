import { listDefinitions } from '../definitions.js';
import type { FigureDefinition } from './figure.js';

/** Every kind of figure, in the order of the report: files of this folder. What several of them share lives in `parts/`. */
export async function listFigures(): Promise<readonly FigureDefinition[]> {
  return listDefinitions(new URL('.', import.meta.url), ['figure', 'registry']);
}
