import type { DataFile } from '../data/data-file.js';
import type { Level } from '../protocol/descriptor.js';
import { listFamilies, loadFamily, type Family } from '../runner/families.js';

/** A file of data, and what needs it. */
export interface DeclaredFile {
  readonly file: DataFile;
  readonly level: Level;
  readonly instances: readonly string[];
}

/** The named families; all when none is named. @throws SuiteError of code 'user' for an unknown one. */
export async function chosenFamilies(names: readonly string[]): Promise<readonly Family[]> {
  return await Promise.all((names.length === 0 ? await listFamilies() : [...new Set(names)]).map(loadFamily));
}

/** Each file of a family once, in the order of the manifest. */
export function declaredFiles({ data, descriptors }: Family): readonly DeclaredFile[] {
  const found = new Map<string, DeclaredFile>();
  for (const [instance, descriptor] of Object.entries(descriptors)) {
    for (const file of data[instance] ?? []) {
      const instances = found.get(file.file)?.instances ?? [];
      found.set(file.file, { file, level: descriptor.level, instances: [...instances, instance] });
    }
  }
  return [...found.values()];
}
