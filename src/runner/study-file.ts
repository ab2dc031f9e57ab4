import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, userError } from '../core/errors.js';
import { suiteVersion } from '../core/package.js';
import { compileSchema, formatPath } from '../core/schema.js';
import type { ImageIdentity } from './engines/engine.js';
import type { Plan } from './plan.js';
import type { Recipe } from './recipe.js';

/** `study.json`: what the runs of a folder were made with. The engine and its images are here, so that logs are the same on all of them. */
export interface StudyFile {
  readonly format: 1;
  readonly suite: string;
  readonly recipe: Recipe;
  readonly families: Readonly<
    Record<string, { readonly version: string; readonly source: string; readonly image?: StudyImage }>
  >;
  readonly runs: readonly string[];
}

export interface StudyImage {
  readonly reference: string;
  readonly digest: string;
}

const NAME = 'study.json';

const SCHEMA = compileSchema({
  type: 'object',
  required: ['format', 'suite', 'recipe', 'families', 'runs'],
  properties: {
    format: { const: 1 },
    suite: { type: 'string' },
    recipe: { type: 'object', required: ['study', 'benchmarks', 'optimizers', 'seeds', 'budget', 'workers', 'engine'] },
    families: { type: 'object' },
    runs: { type: 'array', items: { type: 'string' } },
  },
});

export function studyFileOf(plan: Plan, images: ReadonlyMap<string, ImageIdentity>): StudyFile {
  const families = Object.values(plan.families).map(({ name, version, source }) => {
    const { reference, digest } = images.get(name) ?? { reference: '' };
    return [
      name,
      digest === undefined ? { version, source } : { version, source, image: { reference, digest } },
    ] as const;
  });
  return {
    format: 1,
    suite: suiteVersion(),
    recipe: plan.recipe,
    families: Object.fromEntries(families),
    runs: plan.runs.map((run) => run.id),
  };
}

/** To be called with the folder locked. @throws SuiteError of code 'user' when a study is in it already. */
export function checkUnused(folder: string): void {
  if (existsSync(join(folder, NAME))) {
    throw userError('the folder is already in use by a study', {
      file: folder,
      mend: `Go on with that study (hport resume ${folder}), or take another folder (--out).`,
    });
  }
}

/** Writes the file whole or not at all. */
export function writeStudyFile(folder: string, study: StudyFile): void {
  const file = join(folder, NAME);
  writeFileSync(`${file}.new`, `${JSON.stringify(study, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/** @throws SuiteError of code 'user' when there is none, or it is damaged. */
export function readStudyFile(folder: string): StudyFile {
  const file = join(folder, NAME);
  if (!existsSync(file)) {
    throw userError('there is no study in this folder', {
      file: folder,
      mend: 'Name a folder that `hport run` has made.',
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw userError(`not JSON: ${messageOf(error)}`, { file });
  }
  const [wrong] = SCHEMA.check(value);
  if (wrong !== undefined) throw userError(wrong.message, { file, key: formatPath(wrong.path) });
  return value as StudyFile;
}

/** @throws SuiteError of code 'user' when the study was begun with another suite or another version of a family. */
export function checkSameStudy(folder: string, found: StudyFile, now: StudyFile): void {
  const other = (what: string, then: string, is: string): Error =>
    userError(`the study was begun with ${what} ${then}, and here is ${is}`, {
      file: join(folder, NAME),
      mend: `Resume it with ${then}, or run it again into another folder.`,
    });
  if (found.suite !== now.suite) throw other('hport', found.suite, now.suite);
  for (const [name, { version, source }] of Object.entries(now.families)) {
    const then = found.families[name];
    if (then?.source !== source)
      throw other(`the family ${name}`, `${then?.version} (${then?.source})`, `${version} (${source})`);
  }
}
