import { basename, resolve } from 'node:path';
import { userError } from '../core/errors.js';
import { canonical } from '../core/json.js';
import { compileSchema, formatPath } from '../core/schema.js';
import type { JsonObject } from '../core/types.js';
import { readStudy, studyFile, type StudyFile } from '../log/study.js';

/** A study as the analyses see it. */
export interface Study {
  readonly folder: string;
  readonly file: StudyFile;
  readonly recipe: StudyRecipeParts;
  /** From the label in this study to the one that tells it apart among all studies. */
  readonly labels: ReadonlyMap<string, string>;
}

/** The parts of a recipe that analyses read. */
export interface StudyRecipeParts {
  readonly benchmarks: readonly {
    readonly family: string;
    readonly instances: readonly string[];
    readonly objectives: readonly string[];
  }[];
  readonly optimizers: readonly { readonly name: string; readonly label: string; readonly options: JsonObject }[];
  readonly budget: { readonly seconds?: number; readonly fullEvaluations?: number; readonly evaluations?: number };
}

/**
 * Reads the studies of some folders. Optimizers of one label are one optimizer where they have the same options and no run in
 * common; otherwise the folder's name is added to their labels.
 * @throws SuiteError of code 'user' where a folder is no study, or is named twice
 */
export function readStudies(folders: readonly string[]): Study[] {
  const paths = folders.map((folder) => resolve(folder));
  const twice = folders.find((_, index) => paths.indexOf(paths[index] as string) < index);
  if (twice !== undefined) throw userError('the folder is named twice', { file: twice, mend: 'Name it once.' });
  const studies = folders.map((folder) => {
    const file = readStudy(folder);
    return { folder, file, recipe: partsOf(file, folder) };
  });
  const ambiguous = ambiguousLabels(studies);
  return studies.map((study) => ({ ...study, labels: labelsOf(study, ambiguous) }));
}

const PARTS = compileSchema({
  type: 'object',
  required: ['benchmarks', 'optimizers', 'budget'],
  properties: {
    benchmarks: { type: 'array', items: { type: 'object', required: ['family', 'instances', 'objectives'] } },
    optimizers: { type: 'array', items: { type: 'object', required: ['name', 'label', 'options'] } },
    budget: { type: 'object', minProperties: 1, additionalProperties: { type: 'number', exclusiveMinimum: 0 } },
  },
});

function partsOf(file: StudyFile, folder: string): StudyRecipeParts {
  const [wrong] = PARTS.check(file.recipe);
  if (wrong !== undefined) {
    throw userError(wrong.message, { file: studyFile(folder), key: formatPath(['recipe', ...wrong.path]) });
  }
  return file.recipe as unknown as StudyRecipeParts;
}

type Read = Omit<Study, 'labels'>;

function ambiguousLabels(studies: readonly Read[]): ReadonlySet<string> {
  const meanings = new Map<string, string>();
  const owners = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const { folder, file, recipe } of studies) {
    for (const { name, label, options } of recipe.optimizers) {
      const meaning = canonical({ name, options });
      if ((meanings.get(label) ?? meaning) !== meaning) ambiguous.add(label);
      meanings.set(label, meaning);
      for (const run of file.runs.filter((each) => each.includes(`.${label}.`))) {
        if ((owners.get(run) ?? folder) !== folder) ambiguous.add(label);
        owners.set(run, folder);
      }
    }
  }
  return ambiguous;
}

function labelsOf({ folder, recipe }: Read, ambiguous: ReadonlySet<string>): ReadonlyMap<string, string> {
  return new Map(
    recipe.optimizers.map(({ label }) => [
      label,
      ambiguous.has(label) ? `${label} (${basename(resolve(folder))})` : label,
    ]),
  );
}
