import { execa } from 'execa';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { infrastructureError } from '../../../core/errors.js';
import { digest, sha256 } from '../../../core/json.js';
import { lastLines, probePython, type HostPython } from './host-python.js';
import { cacheFolder } from '../../../core/cache-folder.js';
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
  const lock = sha256(await readFile(lockFile));
  const key = digest({ lock, version: python.version, executable: python.executable });
  const folder = cacheFolder('venvs', key.slice('sha256:'.length));
  if (!existsSync(folder)) {
    const wheels = await wheelhouse(lockFile, hostTarget(python), onProgress);
    onProgress?.(`installing the packages of ${lockFile}`);
    await publishFolder(folder, (temporary) => fill(temporary, { python, lockFile, wheels }));
  }
  return executableOf(folder);
}

interface Filling {
  readonly python: HostPython;
  readonly lockFile: string;
  readonly wheels: string;
}

/** pip comes from outside and installs to a folder: Debian splits it and ensurepip off, and an image is filled this way too. */
async function fill(folder: string, { python, lockFile, wheels }: Filling): Promise<void> {
  await must(python.executable, ['-m', 'venv', '--without-pip', folder]);
  const where = 'import sysconfig; print(sysconfig.get_path("purelib"))';
  const site = await must(executableOf(folder), ['-I', '-c', where]);
  await must(python.executable, [
    ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-cache-dir', '--no-index'],
    ...['--find-links', wheels, '--require-hashes', '--target', site, '--requirement', lockFile],
  ]);
}

function executableOf(folder: string): string {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

async function must(command: string, args: readonly string[]): Promise<string> {
  const result = await execa(command, args, { reject: false });
  if (!result.failed) return result.stdout;
  throw infrastructureError(`${command} ${args.slice(0, 3).join(' ')} failed:\n${lastLines(result.stderr)}`, {
    mend: 'Python needs its modules venv and pip (on Debian the packages python3-venv and python3-pip)',
  });
}
