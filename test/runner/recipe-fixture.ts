import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatSuiteError, SuiteError } from '../../src/core/errors.js';
import { readRecipe, type RecipeOverrides } from '../../src/runner/recipe.js';

/** A recipe in which nothing is wrong; one line a key, so that errors can be told by their lines. */
export const SOUND: Readonly<Record<string, string>> = {
  study: 'sound',
  benchmarks: '[{ family: counting-ones, instance: d8 }]',
  optimizers: '[{ name: hyperband, options: { eta: 3 } }]',
  seeds: '{ first: 0, count: 2 }',
  budget: '{ fullEvaluations: 5 }',
};

/** The sound recipe with some lines written otherwise; `undefined` leaves a line out. */
export function recipeText(changes: Readonly<Record<string, string | undefined>> = {}): string {
  return Object.entries({ ...SOUND, ...changes })
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}\n`]))
    .join('');
}

/** Writes a text into a file of its own. */
export async function write(text: string, name = 'recipe.yaml'): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'hport-recipe-')), name);
  await writeFile(file, text);
  return file;
}

/** What a reader of a refused recipe gets to see, the file's name cut down to `recipe.yaml`. */
export async function refusal(text: string, overrides?: RecipeOverrides): Promise<string> {
  const file = await write(text);
  return complaintOf(file, () => readRecipe(file, overrides));
}

/** The message of the user's error that something throws, `file` cut down to its name. */
export async function complaintOf(file: string, act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof SuiteError) || error.code !== 'user') throw error;
    return formatSuiteError(error).replaceAll(file, file.slice(file.lastIndexOf('/') + 1));
  }
  return 'not refused';
}
