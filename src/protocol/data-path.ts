import { join } from 'node:path';
import type { DataReference, Descriptor } from './descriptor.js';

/**
 * Where a file of data lies.
 * @param folder that of the family's data, which a guest is told by `HPORT_DATA`
 */
export function dataPath(folder: string, { file }: DataReference): string {
  return join(folder, file);
}

/** The paths of all files of an instance, by the names that its manifest gives them; none where it has no data. */
export function dataPaths({ data = {} }: Pick<Descriptor, 'data'>, folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(data).map(([name, reference]) => [name, dataPath(folder, reference)]));
}
