import PQueue from 'p-queue';
import { cachedPath, dataCache } from './cache.js';
import { asSuiteError, joinErrors } from './data-errors.js';
import type { DataFile } from './data-file.js';
import { PATIENCE, type Patience } from './download.js';
import { ensureFile, type EnsuredFile } from './ensure-file.js';
import { dataMirror } from './mirror.js';

/** How far a file is. */
export interface DataProgress {
  readonly file: DataFile;
  /** `there`: it is in the cache, whole and with the declared sum. */
  readonly state: 'fetching' | 'there';
  /** Path or address that it comes from; `cache` when it was there already. */
  readonly from: string;
  /** Bytes so far as its place has them, perhaps compressed. */
  readonly bytes: number;
  /** Bytes of the whole at its place, where that is known. */
  readonly total?: number;
}

export interface EnsureOptions {
  /** Default: `dataCache()`. */
  readonly cache?: string;
  /** A folder or an address; empty for none. Default: `dataMirror()`. */
  readonly mirror?: string;
  /** Interrupts; what has come stays, and the next call goes on from there. */
  readonly signal?: AbortSignal;
  readonly patience?: Patience;
  readonly onProgress?: (progress: DataProgress) => void;
  /** One line on what takes time or went wrong, and was mended. */
  readonly onNotice?: (line: string) => void;
}

/** Files that are brought at the same time. */
const PARALLEL = 4;

/**
 * Makes sure that files are in the cache with the declared sums: they are there already, or are brought from the mirror, or
 * from upstream. Whoever else wants one of them meanwhile, also in another process, waits for it. A damaged file of the cache
 * is set aside under another name.
 * @returns the files in order, one that several instances declare only once
 * @throws SuiteError that names every file that is not to be had; the signal's reason when that aborts
 */
export async function ensureData(
  files: readonly DataFile[],
  options: EnsureOptions = {},
): Promise<readonly EnsuredFile[]> {
  const { cache = dataCache(), mirror = dataMirror(), patience = PATIENCE, signal } = options;
  const onNotice = options.onNotice ?? (() => undefined);
  const onProgress = options.onProgress ?? (() => undefined);
  const context = { cache, mirror, patience, signal, onNotice, onProgress };
  const distinct = [...new Map(files.map((file) => [cachedPath(file, cache), file])).values()];
  const queue = new PQueue({ concurrency: PARALLEL });
  const settled = await Promise.allSettled(distinct.map((file) => queue.add(() => ensureFile(file, context))));
  signal?.throwIfAborted();
  const wrong = settled.flatMap((each) => (each.status === 'rejected' ? [asSuiteError(each.reason, cache)] : []));
  if (wrong.length > 0) throw joinErrors(wrong);
  return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}
