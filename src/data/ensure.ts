import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { infrastructureError, userError } from '../core/errors.js';
import { cachedPath, dataCache, familyCache } from './cache.js';
import { isCompressed, type DataFile } from './data-file.js';
import { inspect } from './inspect.js';
import { installFile } from './install.js';
import { dataMirror, type Mirror } from './mirror.js';

export interface EnsureOptions {
  /** Default: `dataCache()`. */
  readonly cache?: string;
  /** Default: `dataMirror()`. */
  readonly mirror?: Mirror;
  readonly signal?: AbortSignal;
}

/**
 * Makes sure that files are in the cache: from there, else from the mirror.
 * @returns their paths, in order
 */
export async function ensureData(files: readonly DataFile[], options: EnsureOptions = {}): Promise<readonly string[]> {
  const { cache = dataCache(), mirror = dataMirror(), signal } = options;
  const paths: string[] = [];
  for (const file of files) paths.push(await ensureFile(file, cache, mirror, signal));
  return paths;
}

async function ensureFile(
  file: DataFile,
  cache: string,
  mirror: Mirror | undefined,
  signal: AbortSignal | undefined,
): Promise<string> {
  const target = cachedPath(file, cache);
  const { state } = await inspect(file, cache, signal);
  if (state === 'intact') return target;
  const path = mirror?.place(file);
  if (path === undefined || !existsSync(path)) {
    throw userError(`the file ${file.name} of ${file.family} is not here`, {
      mend: `Set HPORT_DATA_MIRROR to a folder that has ${file.mirror}.`,
    });
  }
  const draft = join(familyCache(file.family, cache), `.${process.pid}-${file.file}`);
  const fault = await installFile({ path, compressed: isCompressed(path) }, file, { draft, target, signal });
  if (fault !== undefined) throw infrastructureError(fault.message, { file: path });
  return target;
}
