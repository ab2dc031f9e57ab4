import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { userError } from '../core/errors.js';
import { suiteVersion } from '../core/package.js';
import { type StudyBenchmark, type StudyFamily, type StudyFile, studyFile, type StudyRecipe } from '../log/study.js';
import type { Descriptor } from '../protocol/descriptor.js';
import type { ImageIdentity } from './engines/engine.js';
import type { Family } from './families.js';
import type { Plan } from './plan.js';
import { scaledMetrics } from './references/scaled-metrics.js';

/** What `study.json` says of a plan whose families have these images. */
export function studyFileOf(plan: Plan, images: ReadonlyMap<string, ImageIdentity>): StudyFile {
  const { recipe, families, optimizers, runs } = plan;
  return {
    format: 1,
    suite: suiteVersion(),
    recipe: recipe as unknown as StudyRecipe,
    families: mapValues(families, (family) => studyFamily(family, images.get(family.name))),
    optimizers: mapValues(optimizers, ({ source, supports }) => ({ source, fidelities: supports.fidelities })),
    benchmarks: Object.fromEntries(
      benchmarksOf(plan).map(({ family, instance, descriptor }) => [
        `${family}.${instance}`,
        studyBenchmark(descriptor, families[family]),
      ]),
    ),
    runs: runs.map((run) => run.id),
  };
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}

function studyFamily({ version, source }: Family, image: ImageIdentity | undefined): StudyFamily {
  if (image?.digest === undefined) return { version, source };
  return { version, source, image: { reference: image.reference, digest: image.digest } };
}

/** The first run of each benchmark. */
function benchmarksOf({ runs }: Plan): readonly Plan['runs'][number][] {
  return [...new Map(runs.map((run) => [`${run.family}.${run.instance}`, run])).values()];
}

/** With the declared scales of its metrics: a report needs no other file. */
function studyBenchmark(descriptor: Descriptor, family: Family | undefined): StudyBenchmark {
  const { space, fidelities, clock, level, source, licence, instance } = descriptor;
  const metrics = family === undefined ? descriptor.metrics : scaledMetrics(family, instance);
  return { space, fidelities, metrics, clock, level, source, licence };
}

/** To be called with the folder locked. @throws SuiteError of code 'user' when a study is in it already. */
export function checkUnused(folder: string): void {
  if (existsSync(studyFile(folder))) {
    throw userError('the folder is already in use by a study', {
      file: folder,
      mend: `Go on with that study (hport resume ${folder}), or take another folder (--out).`,
    });
  }
}

/** Writes the file whole or not at all. */
export function writeStudyFile(folder: string, study: StudyFile): void {
  const file = studyFile(folder);
  writeFileSync(`${file}.new`, `${JSON.stringify(study, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/** @throws SuiteError of code 'user' when the study was begun with another suite or another version of a family. */
export function checkSameStudy(folder: string, found: StudyFile, now: StudyFile): void {
  const other = (what: string, then: string, is: string): Error =>
    userError(`the study was begun with ${what} ${then}, and here is ${is}`, {
      file: studyFile(folder),
      mend: `Resume it with ${then}, or run it again into another folder.`,
    });
  if (found.suite !== now.suite) throw other('hport', found.suite, now.suite);
  for (const [name, { version, source }] of Object.entries(now.families)) {
    const then = found.families[name];
    if (then?.source !== source)
      throw other(`the family ${name}`, `${then?.version} (${then?.source})`, `${version} (${source})`);
  }
}
