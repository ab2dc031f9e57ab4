import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-fs';
import { bug, infrastructureError } from '../../../core/errors.js';
import type { Descriptor } from '../../../protocol/descriptor.js';
import { type ContainerName, containerOf } from './container-of.js';
import { filesOf, packedFiles, type ContextFile } from './context-files.js';
import { LOCK, readLock } from './lock-file.js';
import { nodeRuntime } from './node-runtime.js';
import { packageRoot } from '../../../core/package.js';

/** What an image is made of. */
export interface ImageBuild {
  readonly family: string;
  readonly version: string;
  readonly runtime: string;
  /** Absolute path of the family's source folder. */
  readonly folder: string;
  /** By instance. */
  readonly descriptors: Readonly<Record<string, Descriptor>>;
  /** A reference to use instead of building; it must be here or in a registry. */
  readonly image?: string;
}

/** @throws SuiteError of code 'bug' for a runtime that comes with an image of its own */
export function containerFor({ family, runtime }: ImageBuild): ContainerName {
  const container = containerOf(runtime);
  if (container === undefined) throw bug(`nothing is built for ${family}, whose runtime is ${runtime}`);
  return container;
}

/** All that decides what the image is, apart from the wheels, which the hashes in the lock file stand for. */
export async function collectContext(build: ImageBuild): Promise<readonly ContextFile[]> {
  const container = containerFor(build);
  const common: readonly ContextFile[] = [
    { path: 'Dockerfile', from: join(packageRoot(), 'containers', container, 'Dockerfile') },
    { path: 'hport/descriptors.json', text: JSON.stringify(build.descriptors) },
  ];
  const runtime =
    container === 'node' ? await nodeRuntime(build.folder, build.runtime) : await pythonRuntime(build.folder);
  // A family's file may be named twice, as a file of its folder and as an import.
  const byPath = new Map([...common, ...runtime].map((file) => [file.path, file]));
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * A tar stream of the files, by way of links of our own in an empty folder, which has to stay until the stream has ended. None of
 * the files is a link itself: `familyFiles` refuses them.
 * Times, owners and modes are fixed, so that equal files give an equal archive.
 */
export async function packContext(files: readonly ContextFile[], folder: string): Promise<Readable> {
  for (const file of files) {
    const place = join(folder, file.path);
    await mkdir(dirname(place), { recursive: true });
    if ('text' in file) await writeFile(place, file.text);
    else await symlink(file.from, place);
  }
  const archive = pack(folder, {
    dereference: true,
    map: (header) => ({
      ...header,
      mode: header.type === 'directory' ? 0o755 : 0o644,
      mtime: new Date(0),
      uid: 0,
      gid: 0,
    }),
  });
  return Readable.from(archive);
}

async function pythonRuntime(folder: string): Promise<readonly ContextFile[]> {
  const guest = join(packageRoot(), 'containers', 'python', 'guest');
  if (!existsSync(join(guest, '__main__.py'))) {
    throw infrastructureError(`${guest} has no __main__.py`, { mend: 'install hport again' });
  }
  const library = join(packageRoot(), 'containers', 'python', 'library');
  const lock = join(folder, LOCK);
  const family = (await packedFiles(folder)).filter((path) => path !== LOCK);
  return [
    ...(await filesOf(guest)).map((path) => ({ path: `hport/runtime/guest/${path}`, from: join(guest, path) })),
    ...(await filesOf(library)).map((path) => ({ path: `hport/runtime/library/${path}`, from: join(library, path) })),
    ...family.map((path) => ({ path: `hport/family/${path}`, from: join(folder, path) })),
    { path: LOCK, text: existsSync(lock) ? (await readLock(lock)).text : '' },
    // COPY fails on a folder that is not there.
    { path: 'wheels/.keep', text: '' },
  ];
}
