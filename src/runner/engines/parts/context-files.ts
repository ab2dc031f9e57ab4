import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { familyFiles } from '../../family-files.js';

/** A file of the build context: its path there, and its bytes or the absolute path to read them from. */
export type ContextFile =
  { readonly path: string; readonly from: string } | { readonly path: string; readonly text: string };

/** Sources that are compiled to what runs, and what belongs to people. */
const FOR_PEOPLE = /\.(?:ts|mts|cts|map|md)$/;

/** What of a family's folder goes into its image: nothing that its digest is not of. */
export async function packedFiles(folder: string): Promise<readonly string[]> {
  return (await familyFiles(folder)).filter((path) => !FOR_PEOPLE.test(path));
}

/** What of a folder of ours, of an npm package or of a wheelhouse goes into an image. Paths are relative, with slashes. */
export async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/(^|\/)(node_modules|__pycache__|\.[^/]+)\/|\.pyc$/.test(path) && !FOR_PEOPLE.test(path))
    .sort();
}
