import { userError } from '../core/errors.js';
import { takeLock } from '../core/lock.js';
import { lockFile } from '../log/study.js';

/**
 * Takes a study's folder for this process: nothing is written twice by two runners.
 * @returns the function that gives it back
 * @throws SuiteError of code 'user' while another runner has it.
 */
export function lockFolder(folder: string): () => void {
  const lock = takeLock(lockFile(folder));
  if (lock.held) return lock.release;
  throw userError(`another runner (process ${lock.owner}) is at work in this folder`, {
    file: folder,
    mend: `Wait for it, or stop it. If it is certainly gone, remove ${lock.file}.`,
  });
}
