import { dataFile, type DataFile, type DataSource } from '../data/data-file.js';
import { sourceMistakes } from '../data/source-mistakes.js';
import { checkName } from './manifest-checks.js';
import type { ManifestSource } from './manifest-schema.js';
import type { Path } from './yaml-file.js';
import type { Complain } from './yaml-file-mistakes.js';

type Sources = Readonly<Record<string, DataSource>>;

/** The files that an instance needs: the family's with its own put over them, in the order of the manifest. */
export function dataOf(source: ManifestSource, instance: string): readonly DataFile[] {
  const sources: Sources = { ...source.data, ...source.instances[instance]?.data };
  return Object.entries(sources).map(([name, entry]) => dataFile(source.family, name, entry, source.licence));
}

/** Every declared file: its name, its address, its path in a mirror. */
export function checkData({ data, instances }: ManifestSource, complain: Complain): void {
  checkSources(data, ['data'], complain);
  for (const [name, own] of Object.entries(instances)) {
    checkSources(own?.data, ['instances', name, 'data'], complain);
  }
}

function checkSources(sources: Sources = {}, at: Path, complain: Complain): void {
  for (const [name, source] of Object.entries(sources)) {
    checkName(name, [...at, name], 'a file of data', complain);
    for (const { key, message, mend } of sourceMistakes(source)) complain([...at, name, key], message, mend);
  }
}
