import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { userError } from '../core/errors.js';

/** The scales of normalised regret, which `hport references` writes into a family's folder. */
export const REFERENCES_FILE = 'references.json';

/**
 * The files of a family's folder, relative and with slashes, sorted; what is hidden or made by tools is left out, and so are the
 * references, which change no evaluation. They are what
 * the family's digest is of, and nothing else of the folder gets into an image or is run from Python.
 * A link is refused, also where the folder itself is one: it would carry a file from elsewhere on the machine, such as a key,
 * into an image, and what it points at could change without a change of the digest.
 * @throws SuiteError of code 'user' with the path of what is neither a file nor a folder
 */
export async function familyFiles(folder: string): Promise<readonly string[]> {
  const found = await lstat(folder);
  if (!found.isDirectory()) throw refuse(folder, kindOf(found));
  return (await filesBelow(folder, '')).filter((file) => file !== REFERENCES_FILE).sort();
}

async function filesBelow(folder: string, prefix: string): Promise<string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter(({ name }) => !isGenerated(name))
      .map(async (entry) => {
        const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
        if (entry.name === 'node_modules') throw ownPackages(join(folder, path));
        if (entry.isDirectory()) return await filesBelow(folder, path);
        if (entry.isFile()) return [path];
        throw refuse(join(folder, path), kindOf(entry));
      }),
  );
  return nested.flat();
}

function isGenerated(name: string): boolean {
  return name.startsWith('.') || name === '__pycache__';
}

type Kinds = Pick<Dirent, 'isSymbolicLink' | 'isFIFO' | 'isSocket' | 'isBlockDevice' | 'isCharacterDevice'>;

function kindOf(entry: Kinds): string {
  if (entry.isSymbolicLink()) return 'a symbolic link';
  if (entry.isFIFO()) return 'a named pipe';
  if (entry.isSocket()) return 'a socket';
  return entry.isBlockDevice() || entry.isCharacterDevice() ? 'a device' : 'no folder';
}

function refuse(file: string, kind: string): Error {
  return userError(`this is ${kind}: the folder of a family holds files and folders only`, {
    file,
    mend: 'Put a copy of what is meant in its place, or remove it.',
  });
}

/** Neither digested (it has links, and differs between machines) nor left out: Node would run it. */
function ownPackages(file: string): Error {
  return userError('the folder of a family has no packages of its own', {
    file,
    mend: 'Bundle what the family imports into its objective.js or table.js, and remove this folder.',
  });
}
