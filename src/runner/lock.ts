import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { userError } from '../core/errors.js';
import { isAlive, processIdentity } from '../core/identity.js';

/**
 * Takes a study's folder for this process; nothing is written twice by two runners.
 *
 * The file `lock` names its owner. A dead owner's lock is not replaced, since two who find it at the same time would take each
 * other's: who takes over adds the file `lock.<dead owner>`, which only one can, as a name is never used again. So the owner
 * is at the end of a chain of files.
 * @returns the function that gives it back
 * @throws SuiteError of code 'user' while another runner has it.
 */
export function lockFolder(folder: string): () => void {
  const mine = processIdentity();
  for (;;) {
    const chain = readChain(folder);
    const owner = chain.at(-1)?.owner;
    if (owner !== undefined && isAlive(owner)) {
      throw userError(`another runner (process ${owner}) is at work in this folder`, {
        file: folder,
        mend: `Wait for it, or stop it. If it is certainly gone, remove ${chain.at(-1)?.file ?? 'its lock'}.`,
      });
    }
    const file = nextFile(folder, owner);
    if (!claim(file, mine)) continue;
    // The beginning goes first when a lock is given back, so that a chain whose beginning still stands still counts.
    if (chain[0] === undefined || ownerOf(chain[0].file) === chain[0].owner) {
      return () => {
        for (const each of [...chain.map((link) => link.file), file]) rmSync(each, { force: true });
      };
    }
    rmSync(file, { force: true });
  }
}

/** Whether a living runner has the folder. */
export function isLocked(folder: string): boolean {
  const owner = readChain(folder).at(-1)?.owner;
  return owner !== undefined && isAlive(owner);
}

interface Link {
  readonly file: string;
  readonly owner: string;
}

function readChain(folder: string): readonly Link[] {
  const chain: Link[] = [];
  for (;;) {
    const file = nextFile(folder, chain.at(-1)?.owner);
    const owner = ownerOf(file);
    if (owner === undefined) return chain;
    chain.push({ file, owner });
  }
}

function nextFile(folder: string, owner: string | undefined): string {
  return join(folder, owner === undefined ? 'lock' : `lock.${owner}`);
}

/** Makes the file with its content in one step, or finds that it is there already. */
function claim(file: string, owner: string): boolean {
  const draft = `${file}~${owner}`;
  writeFileSync(draft, owner);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function ownerOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
