import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, processIdentity } from './identity.js';

/** A lock that is ours, or the one who has it. */
export type Lock =
  | { readonly held: true; readonly release: () => void }
  | {
      readonly held: false;
      /** Its `processIdentity`. */
      readonly owner: string;
      /** The file that says so: to be removed by hand should the owner's machine be gone for ever. */
      readonly file: string;
    };

/**
 * Takes a lock among all processes that see a path, in a folder that is there. A dead owner's lock is not replaced, since two
 * who find it at the same time would take each other's: who takes over adds the file `<path>.<dead owner>`, which only one can,
 * as a name is never used again. So the owner is at the end of a chain of files.
 */
export function takeLock(path: string): Lock {
  const mine = processIdentity();
  for (;;) {
    const chain = readChain(path);
    const last = chain.at(-1);
    if (last !== undefined && isAlive(last.owner)) return { held: false, ...last };
    const file = nextFile(path, last?.owner);
    if (!claim(file, mine)) continue;
    // The beginning goes first when a lock is given back, so that a chain whose beginning still stands still counts.
    if (chain[0] === undefined || ownerOf(chain[0].file) === chain[0].owner) {
      const release = (): void => {
        for (const each of [...chain.map((link) => link.file), file]) rmSync(each, { force: true });
      };
      return { held: true, release };
    }
    rmSync(file, { force: true });
  }
}

/** Whether somebody who is alive has the lock. */
export function isLocked(path: string): boolean {
  const last = readChain(path).at(-1);
  return last !== undefined && isAlive(last.owner);
}

interface Link {
  readonly file: string;
  readonly owner: string;
}

function readChain(path: string): readonly Link[] {
  const chain: Link[] = [];
  for (;;) {
    const file = nextFile(path, chain.at(-1)?.owner);
    const owner = ownerOf(file);
    if (owner === undefined) return chain;
    chain.push({ file, owner });
  }
}

function nextFile(path: string, owner: string | undefined): string {
  return owner === undefined ? path : `${path}.${owner}`;
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
