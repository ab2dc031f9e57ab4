import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../../../core/cache-folder.js';
import { infrastructureError } from '../../../core/errors.js';
import { digest, sha256 } from '../../../core/json.js';
import { lastLines, probePython, type HostPython } from './host-python.js';
import { LOCK, type Lock } from './lock-file.js';
import { runPip } from './pip.js';
import { publishFolder } from './publish-folder.js';

/** Which wheels fit. */
export interface WheelTarget {
  /** Major and minor version, such as `3.11`. */
  readonly python: string;
  /** Platform tags of pip; none for the machine that asks. */
  readonly platforms: readonly string[];
}

/** Python of the image that containers/python/Dockerfile starts from. */
const CONTAINER_PYTHON = '3.11';

/**
 * A folder with the wheels of a lock file, downloaded once and checked against the lock's hashes; later calls need no
 * network.
 * @throws SuiteError infrastructure, with pip's last lines.
 */
export async function wheelhouse(
  lock: Lock,
  target: WheelTarget,
  onProgress?: (line: string) => void,
): Promise<string> {
  const key = digest({ lock: sha256(lock.text), target });
  return await publishFolder(cacheFolder('wheels', key.slice('sha256:'.length)), async (folder) => {
    onProgress?.(`downloading the packages of ${lock.file}`);
    const python = await probePython();
    const platforms = target.platforms.flatMap((platform) => ['--platform', platform]);
    const choice = platforms.length === 0 ? [] : ['--python-version', target.python, ...platforms];
    await download(python, lock, { choice, folder });
  });
}

/** Wheels for the Python image: every manylinux tag that its glibc and those of older machines have in common. */
export function containerTarget(architecture: string): WheelTarget {
  const machine = architecture === 'arm64' ? 'aarch64' : architecture === 'amd64' ? 'x86_64' : architecture;
  const minors = Array.from({ length: 24 }, (_, index) => 28 - index);
  const tags = minors.map((minor) => `manylinux_2_${minor}_${machine}`);
  return { python: CONTAINER_PYTHON, platforms: [...tags, `manylinux2014_${machine}`, `linux_${machine}`] };
}

/** Wheels for the Python of this machine: the container's own, where those fit, so that both are downloaded once. */
export function hostTarget(python: HostPython): WheelTarget {
  const [major, minor] = python.version.split('.');
  const glibc = python.glibc.split('.').map(Number);
  const linux = /^linux-(x86_64|aarch64)$/.exec(python.platform)?.[1];
  const fits = (glibc[0] ?? 0) === 2 && (glibc[1] ?? 0) >= 28;
  if (`${major}.${minor}` === CONTAINER_PYTHON && linux !== undefined && fits) return containerTarget(linux);
  return { python: `${python.version} ${python.platform}`, platforms: [] };
}

interface Download {
  readonly choice: readonly string[];
  readonly folder: string;
}

async function download(python: HostPython, lock: Lock, { choice, folder }: Download): Promise<void> {
  const list = join(folder, LOCK);
  await writeFile(list, lock.text);
  const { failed, output } = await runPip(python, 'download', [...choice, '--dest', folder, '--requirement', list]);
  await rm(list);
  if (failed) {
    throw infrastructureError(`the packages of a lock file cannot be downloaded:\n${lastLines(output)}`, {
      file: lock.file,
      mend: 'pip needs a package index here once (PIP_INDEX_URL, PIP_FIND_LINKS); what was downloaded before is used without one',
    });
  }
  const other = (await readdir(folder)).find((name) => !name.endsWith('.whl'));
  if (other !== undefined)
    throw infrastructureError(`pip has downloaded ${other}, which is no wheel`, { file: lock.file });
}
