import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { type Plan, planRecipe } from '../../src/runner/plan.js';
import { runStudy, type StudyOptions } from '../../src/runner/study.js';
import type { StudyResult } from '../../src/runner/summary.js';
import { temporaryFolder } from '../images/family-fixture.js';
import { manifestText, writeFolder } from './manifest-fixture.js';

/** Makes families of these tests known: each is the sound manifest with changes, and the text of its objective. */
export async function knowFamilies(...families: readonly FamilyText[]): Promise<void> {
  const files = families.flatMap(({ name, code, manifest = {} }) => [
    [`${name}/benchmark.yaml`, manifestText({ family: name, ...manifest })] as const,
    [`${name}/${manifest['runtime'] === 'python' ? 'objective.py' : 'objective.js'}`, code] as const,
  ]);
  vi.stubEnv('HPORT_BENCHMARKS', await writeFolder(Object.fromEntries(files)));
}

export interface FamilyText {
  readonly name: string;
  readonly code: string;
  readonly manifest?: Readonly<Record<string, string>>;
}

/** A recipe in a folder of its own, a line an entry. */
export function recipeFile(lines: readonly string[]): string {
  const file = join(temporaryFolder(), 'recipe.yaml');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

export async function planOf(lines: readonly string[]): Promise<Plan> {
  return await planRecipe(recipeFile(lines));
}

/** Runs a recipe into a folder of its own. */
export async function study(lines: readonly string[], options: StudyOptions = {}): Promise<StudyResult> {
  return await runStudy(await planOf(lines), join(temporaryFolder(), 'study'), options);
}

/** The text of each log, by the name of its file. */
export function logsOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(join(folder, 'runs')).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, 'runs', name), 'utf8')]));
}
