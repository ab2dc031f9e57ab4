import { importPlugIn, plugInNames } from '../core/plug-ins.js';

/** What a file of a folder of figures or tables exports by default. */
export interface Definition {
  /** As the file. */
  readonly name: string;
  /** Place in the report, ascending. */
  readonly order: number;
}

/**
 * The definitions of a folder, a file each, in the order of the report. What several of them share lives in `parts/`.
 * @param folder its address, with a slash at the end
 * @param others names of its files that define nothing
 */
export async function listDefinitions<T extends Definition>(
  folder: URL,
  others: readonly string[],
): Promise<readonly T[]> {
  const definitions = await Promise.all(plugInNames(folder, others).map((name) => importPlugIn<T>(folder, name)));
  return definitions.sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
}
