import { readdir } from 'node:fs/promises';
import { extname } from 'node:path';
import { bug } from '../core/errors.js';

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
 * @throws SuiteError of code 'bug' where a file exports no definition, or one of another name
 */
export async function listDefinitions<T extends Definition>(
  folder: URL,
  others: readonly string[],
): Promise<readonly T[]> {
  // `.ts` where sources run (tests), `.js` where they were compiled.
  const extension = extname(import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith(extension) && !file.endsWith('.d.ts'));
  const names = files.map((file) => file.slice(0, -extension.length)).filter((name) => !others.includes(name));
  const definitions = await Promise.all(
    names.map(async (name) => {
      const { default: definition } = (await import(new URL(name + extension, folder).href)) as {
        readonly default?: T;
      };
      if (definition?.name === name) return definition;
      throw bug(`the default export of ${name}${extension} is no definition of the name "${name}"`);
    }),
  );
  return definitions.sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
}
