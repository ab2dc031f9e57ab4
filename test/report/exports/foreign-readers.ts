import { execa } from 'execa';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../../../src/core/cache-folder.js';
import { messageOf } from '../../../src/core/errors.js';
import { digest } from '../../../src/core/json.js';
import { probePython } from '../../../src/runner/engines/parts/host-python.js';
import { publishFolder } from '../../../src/runner/engines/parts/publish-folder.js';

/** Reads exported files, each by the library that its format is of. */
export type ForeignReaders = (files: readonly (readonly [format: string, path: string])[]) => Promise<unknown>;

/**
 * The libraries of readers.lock, installed once and kept in the cache. They come without what they need for plots and databases:
 * what is asked of them is to read. Where they cannot be had that is a failure in CI, and one printed line elsewhere.
 */
export async function foreignReaders(): Promise<ForeignReaders | undefined> {
  try {
    const { python, packages } = await install();
    return async (files) => {
      const script = join(import.meta.dirname, 'readers.py');
      const { stdout } = await execa(python, ['-B', script, ...files.flat()], { env: { PYTHONPATH: packages } });
      return JSON.parse(stdout) as unknown;
    };
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    console.log(`exports: foreign readers are skipped: ${messageOf(error).replaceAll('\n', ' ')}`);
    return undefined;
  }
}

async function install(): Promise<{ readonly python: string; readonly packages: string }> {
  const lock = join(import.meta.dirname, 'readers.lock');
  const { executable, version } = await probePython();
  const key = digest({ lock: await readFile(lock, 'utf8'), version, executable });
  const packages = await publishFolder(cacheFolder('venvs', key.slice('sha256:'.length)), async (folder) => {
    const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes', '--no-compile'];
    await execa(executable, ['-m', 'pip', 'install', ...options, '--target', folder, '--requirement', lock]);
  });
  return { python: executable, packages };
}
