import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { userError } from '../core/errors.js';
import { isAlive, processIdentity } from '../core/identity.js';

const LOCK = 'lock';

/**
 * Takes a study's folder for this process. A lock of a process that is dead is taken over; nothing is written twice by two
 * runners.
 * @returns the function that gives it back
 * @throws SuiteError of code 'user' while another runner has it.
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, LOCK);
  for (;;) {
    try {
      writeFileSync(file, processIdentity(), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = ownerOf(file);
    if (owner !== undefined && isAlive(owner)) {
      throw userError(`another runner (process ${owner}) is at work in this folder`, {
        file: folder,
        mend: `Wait for it, or stop it. If it is certainly gone, remove ${file}.`,
      });
    }
    rmSync(file, { force: true });
  }
}

/** Whether a living runner has the folder. */
export function isLocked(folder: string): boolean {
  const owner = ownerOf(join(folder, LOCK));
  return owner !== undefined && isAlive(owner);
}

function ownerOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
