import { join } from 'node:path';
import { cachedPath, familyCache } from './cache.js';
import type { DataFile } from './data-file.js';

/** Where a file and what belongs to its making lie. */
export interface Places {
  /** The file itself, whole or not there. */
  readonly target: string;
  /** A hidden folder beside it, so that renaming is one step. */
  readonly folder: string;
  /** What was downloaded so far, as upstream has it. */
  readonly part: string;
  /** The file in the making. */
  readonly draft: string;
  readonly lock: string;
}

/** Names are short, since those of a lock's owners are put behind them. */
export function placesOf(file: DataFile, cache: string): Places {
  const folder = workFolder(familyCache(file.family, cache));
  const base = join(folder, file.sha256.slice(0, 16));
  return { target: cachedPath(file, cache), folder, part: `${base}.part`, draft: `${base}.new`, lock: `${base}.lock` };
}

/** Of a family's folder. */
export function workFolder(folder: string): string {
  return join(folder, '.partial');
}
