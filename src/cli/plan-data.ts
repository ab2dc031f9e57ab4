import { cachedPath, dataCache } from '../data/cache.js';
import type { DataFile } from '../data/data-file.js';
import { fileState, type FileState } from '../data/file-state.js';
import { mebibytes } from '../data/mebibytes.js';
import { dataMirror } from '../data/mirror.js';
import type { Plan } from '../runner/plan.js';
import { count } from './words.js';

/** A file that the runs of a plan read. */
export interface PlannedFile {
  readonly file: DataFile;
  readonly state: FileState;
}

/** The files that the runs of a plan read, each once. */
export async function plannedFiles({ runs, families }: Plan): Promise<readonly PlannedFile[]> {
  const [cache, mirror] = [dataCache(), dataMirror()];
  const files = runs.flatMap(({ family, instance }) => families[family]?.data[instance] ?? []);
  const distinct = [...new Map(files.map((file) => [cachedPath(file, cache), file])).values()];
  return await Promise.all(distinct.map(async (file) => ({ file, state: await fileState(file, cache, mirror) })));
}

/** A line on what has to be fetched, and one for each file that is not to be had; none where nothing is read. */
export function plannedFilesText(files: readonly PlannedFile[]): readonly string[] {
  if (files.length === 0) return [];
  const total = (chosen: readonly PlannedFile[]): string =>
    `${count(chosen.length, 'file')}, ${mebibytes(chosen.reduce((sum, { file }) => sum + file.size, 0))}`;
  const away = files.filter(({ state }) => state !== 'cached');
  const missing = files.filter(({ state }) => state === 'missing');
  return [
    `data: ${total(files)}${away.length === 0 ? '' : `, of which to fetch: ${total(away)}`}`,
    ...missing.map(
      ({ file }) => `warning: ${file.family} cannot run here: set HPORT_DATA_MIRROR to a place that has ${file.mirror}`,
    ),
  ];
}
