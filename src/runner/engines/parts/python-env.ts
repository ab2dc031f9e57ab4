import { execa } from 'execa';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { infrastructureError } from '../../../core/errors.js';
import { digest, sha256 } from '../../../core/json.js';
import { lastLines, probePython, type HostPython } from './host-python.js';
import { cacheFolder } from '../../../core/cache-folder.js';
import { LOCK, type Lock, readLock } from './lock-file.js';
import { runPip } from './pip.js';
import { publishFolder } from './publish-folder.js';
import { hostTarget, wheelhouse } from './wheelhouse.js';

/**
 * A Python that has the packages of a lock file: the machine's own without a lock, else one of a virtual environment in
 * the cache, so that a process runs the versions that a container runs.
 * @returns the path of the executable
 * @throws SuiteError infrastructure, when Python, pip or venv is missing, or a package cannot be had.
 */
export async function ensurePython(lockFile: string | undefined, onProgress?: (line: string) => void): Promise<string> {
  const python = await probePython();
  if (lockFile === undefined) return python.executable;
  const lock = await readLock(lockFile);
  const key = digest({ lock: sha256(lock.text), version: python.version, executable: python.executable });
  const folder = cacheFolder('venvs', key.slice('sha256:'.length));
  if (!existsSync(folder)) {
    const wheels = await wheelhouse(lock, hostTarget(python), onProgress);
    onProgress?.(`installing the packages of ${lockFile}`);
    await publishFolder(folder, (temporary) => fill(temporary, { python, lock, wheels }));
  }
  return executableOf(folder);
}

interface Filling {
  readonly python: HostPython;
  readonly lock: Lock;
  readonly wheels: string;
}

/** pip comes from outside and installs to a folder: Debian splits it and ensurepip off, and an image is filled this way too. */
async function fill(folder: string, { python, lock, wheels }: Filling): Promise<void> {
  await must(python.executable, ['-I', '-m', 'venv', '--without-pip', folder]);
  const where = 'import sysconfig; print(sysconfig.get_path("purelib"))';
  const site = await must(executableOf(folder), ['-I', '-c', where]);
  const list = join(folder, LOCK);
  await writeFile(list, lock.text);
  const offline = ['--no-cache-dir', '--no-index', '--find-links', wheels];
  const { failed, output } = await runPip(python, 'install', [...offline, '--target', site, '--requirement', list]);
  if (failed) throw noPython(`the packages of ${lock.file} cannot be installed:\n${lastLines(output)}`);
  await rm(list);
}

function executableOf(folder: string): string {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

async function must(command: string, args: readonly string[]): Promise<string> {
  const result = await execa(command, args, { reject: false });
  if (!result.failed) return result.stdout;
  throw noPython(`${command} ${args.slice(0, 3).join(' ')} failed:\n${lastLines(result.stderr)}`);
}

function noPython(message: string): Error {
  return infrastructureError(message, {
    mend: 'Python needs its modules venv and pip (on Debian the packages python3-venv and python3-pip)',
  });
}
