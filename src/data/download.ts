import { setTimeout as sleep } from 'node:timers/promises';
import { tryDownload, type Attempt } from './download-attempt.js';
import type { Fault, Raw } from './install.js';

/** What became of a download. */
export type Download =
  | {
      readonly kind: 'raw';
      readonly raw: Raw;
      /** Nobody said how long it is, or it was put together from several answers: what is wrong with it may be our own doing. */
      readonly doubtful: boolean;
    }
  /** It is not to be had here: there is no such file, or nobody answers. */
  | { readonly kind: 'unavailable'; readonly why: string }
  /** It is not worth having. */
  | { readonly kind: 'faulty'; readonly fault: Fault };

/** How much is borne. */
export interface Patience {
  /** Attempts after the first that bring nothing new. */
  readonly retries: number;
  /** Milliseconds before the first of them; doubled each time. */
  readonly pause: number;
  /** Milliseconds without a byte after which an attempt is given up. */
  readonly stall: number;
}

export const PATIENCE: Patience = { retries: 4, pause: 500, stall: 60_000 };

export interface DownloadOptions {
  /** Where the bytes go to; what an earlier download left there is gone on with. */
  readonly part: string;
  /** Bytes at most. */
  readonly limit: number;
  readonly patience: Patience;
  readonly signal?: AbortSignal | undefined;
  readonly onBytes: (bytes: number, total: number | undefined) => void;
  readonly onNotice: (line: string) => void;
}

/** An attempt that brought as much as this starts the counting of retries again. */
const PROGRESS = 1 << 20;

/**
 * Brings the bytes of an address to a file, over as many broken connections as it takes.
 * @throws the signal's reason when that aborts: what has come stays, and the next download goes on from there. Errors of the
 *   file system.
 */
export async function download(url: string, options: DownloadOptions): Promise<Download> {
  const { patience, signal, onNotice } = options;
  let failures = 0;
  for (;;) {
    const attempt: Attempt = await tryDownload(url, options);
    if (attempt.kind !== 'broken') return attempt;
    failures = attempt.gained >= PROGRESS ? 1 : failures + 1;
    if (failures > patience.retries) {
      return { kind: 'unavailable', why: `${attempt.why} (${failures} attempts)` };
    }
    const pause = patience.pause * 2 ** (failures - 1);
    onNotice(`${url} ${attempt.why}; trying again in ${pause / 1000} s`);
    await sleep(pause, undefined, signal === undefined ? {} : { signal });
  }
}
