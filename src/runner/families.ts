import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { userError } from '../core/errors.js';
import { didYouMean } from '../core/schema.js';
import type { DataFile } from '../data/data-file.js';
import type { Descriptor } from '../protocol/descriptor.js';
import { LOCK, readLock } from './engines/parts/lock-file.js';
import { familyRoots } from './families-root.js';
import { familyFiles } from './family-files.js';
import { readManifest } from './manifest.js';
import { readReferences, type ReferenceFile } from './references/reference-file.js';
import type { UnpinnedFile } from './unpinned.js';

/** A folder of `benchmarks/`, read and checked. */
export interface Family {
  readonly name: string;
  readonly version: string;
  readonly runtime: string;
  /** Absolute path of the family's folder. */
  readonly folder: string;
  /** One an instance, in the manifest's order: the manifest with the instance's own entries put in. */
  readonly descriptors: Readonly<Record<string, Descriptor>>;
  /** The files that each instance needs, by instance. */
  readonly data: Readonly<Record<string, readonly DataFile[]>>;
  /** Files that are needed and cannot be had with certainty: the family can be planned, not run. */
  readonly unpinned: Readonly<Record<string, UnpinnedFile>>;
  /** `sha256:` of the names and contents of all files that can change an evaluation, the same on every machine and engine. */
  readonly source: string;
  /** The same of the files beside the manifest that are no text for people. */
  readonly code: string;
  /** The scales of normalised regret, where they were computed. */
  readonly references?: ReferenceFile;
  /** How to cite it, as the manifest gives it. */
  readonly citation?: string;
  /** An image to use instead of building one. */
  readonly image?: string;
}

const MANIFEST = 'benchmark.yaml';

/** Names of the folders of `benchmarks/` (and of `HPORT_BENCHMARKS`) that hold a `benchmark.yaml`, sorted. */
export async function listFamilies(): Promise<readonly string[]> {
  return [...new Set((await familyFolders()).map(({ name }) => name))].sort();
}

/** @throws SuiteError of code 'user' with the file, line and key of what is wrong; an unknown name with the nearest one. */
export async function loadFamily(name: string): Promise<Family> {
  const folder = await folderOf(name);
  // Before anything in it is read.
  const files = await familyFiles(folder);
  const { source, descriptors, data } = await readManifest(join(folder, MANIFEST), name);
  if (source.runtime === 'python' && files.includes(LOCK)) await readLock(join(folder, LOCK));
  const references = readReferences(folder);
  return {
    name,
    version: source.version,
    runtime: source.runtime,
    folder,
    descriptors,
    data,
    unpinned: source.unpinned ?? {},
    source: await digestFolder(folder),
    code: await digestFolder(folder, (file) => file === MANIFEST || file.endsWith('.md')),
    ...(references !== undefined && { references }),
    ...(source.citation !== undefined && { citation: source.citation }),
    ...(source.image !== undefined && { image: source.image }),
  };
}

/** `sha256:` of the sorted names (with `/`) and contents of all files of a family (`familyFiles`). */
export async function digestFolder(
  folder: string,
  isLeftOut: (file: string) => boolean = () => false,
): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await familyFiles(folder)) {
    if (isLeftOut(file)) continue;
    const content = await readFile(join(folder, file));
    // Lengths first, so that no two folders can be read as the same stream of bytes.
    hash.update(`${Buffer.byteLength(file)} ${content.byteLength}\n${file}`).update(content);
  }
  return `sha256:${hash.digest('hex')}`;
}

interface FamilyFolder {
  readonly name: string;
  readonly folder: string;
}

async function familyFolders(): Promise<readonly FamilyFolder[]> {
  const found = await Promise.all(familyRoots().map(foldersOf));
  return found.flat();
}

async function foldersOf(root: string): Promise<readonly FamilyFolder[]> {
  if (!existsSync(root)) return [];
  const folders = (await readdir(root)).map((name) => ({ name, folder: join(root, name) }));
  return folders.filter(({ folder }) => existsSync(join(folder, MANIFEST)));
}

async function folderOf(name: string): Promise<string> {
  const folders = await familyFolders();
  const [first, second] = folders.filter((entry) => entry.name === name);
  if (first === undefined) {
    const known = [...new Set(folders.map((entry) => entry.name))].sort();
    const mend = 'Ask `hport list families` for the names; HPORT_BENCHMARKS may name more folders of families.';
    throw userError(`unknown family "${name}"${didYouMean(name, known)}`, { mend });
  }
  if (second === undefined) return first.folder;
  const message = `there are two families "${name}": ${first.folder} and ${second.folder}`;
  throw userError(message, { mend: 'Rename one of them, or take its folder out of HPORT_BENCHMARKS.' });
}
