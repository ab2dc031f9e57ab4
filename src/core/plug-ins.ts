import { readdirSync } from 'node:fs';
import { extname } from 'node:path';
import { bug } from './errors.js';

/** `.ts` where sources run (tests), `.js` where they were compiled. */
const EXTENSION = extname(import.meta.url);

/**
 * Names of what can be plugged in, sorted: each is a file of the folder, and nothing is to be edited when one is added.
 * @param folder its address, with a slash at the end
 * @param others names of its files that are no plug-ins
 */
export function plugInNames(folder: URL, others: readonly string[] = []): readonly string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(EXTENSION) && !file.endsWith('.d.ts'));
  const names = files.map((file) => file.slice(0, -EXTENSION.length));
  return names.filter((name) => !others.includes(name)).sort();
}

/**
 * The default export of a plug-in's file; no other file is imported.
 * @throws SuiteError of code 'bug' where there is none, or it calls itself otherwise than its file
 */
export async function importPlugIn<T extends object>(folder: URL, name: string): Promise<T> {
  const file = new URL(name + EXTENSION, folder);
  const { default: plugIn } = (await import(file.href)) as { readonly default?: T };
  if (plugIn === undefined) throw bug(`${file.pathname} has no default export: what is shared belongs into parts/`);
  if ('name' in plugIn && plugIn.name !== name)
    throw bug(`${file.pathname} calls itself "${String(plugIn.name)}", not "${name}"`);
  return plugIn;
}
