import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** A file of the build context: its path there, and its bytes or the absolute path to read them from. */
export type ContextFile =
  { readonly path: string; readonly from: string } | { readonly path: string; readonly text: string };

/** Everything in a folder but what is made from it or belongs to people (`references.json` is for reports). Paths are relative, with slashes. */
export async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(
      (path) => !/(^|\/)(node_modules|__pycache__|\.[^/]+)\/|\.(ts|mts|cts|map|md|pyc)$|^references\.json$/.test(path),
    )
    .sort();
}
