import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from '../core/lock.js';

export interface AwaitLockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once, when somebody else has it. */
  readonly onWait: (owner: string, file: string) => void;
}

/** Milliseconds between two looks: nobody tells of a lock that another process has given back. */
const PAUSE = 100;

/**
 * Takes a lock as soon as nobody else has it.
 * @returns the function that gives it back
 * @throws AbortError when the signal aborts first
 */
export async function awaitLock(path: string, { signal, onWait }: AwaitLockOptions): Promise<() => void> {
  for (let told = false; ; told = true) {
    signal?.throwIfAborted();
    const lock = takeLock(path);
    if (lock.held) return lock.release;
    if (!told) onWait(lock.owner, lock.file);
    await sleep(PAUSE, undefined, signal === undefined ? {} : { signal });
  }
}
