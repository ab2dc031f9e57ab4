import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that forks all the time can be faster than one look; what is started during the last one is found by the next. */
const LOOKS = 20;

/**
 * Kills every process of this user whose environment names a folder: a child that left its guest's group and session inherits
 * its guest's environment all the same. Where there is no /proc, nothing is found; a child that empties its environment first is
 * not either: the engine `process` isolates nothing.
 * @param mark the path of a folder of ours with an unguessable name
 */
export async function killStrays(mark: string): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    const found = pidsWith(mark);
    if (found.length === 0) return;
    for (const pid of found) kill(pid);
    await sleep(5);
  }
}

function pidsWith(mark: string): readonly number[] {
  return processes()
    .filter((pid) => pid !== process.pid && environmentOf(pid).includes(mark))
    .filter((pid) => !isZombie(pid));
}

function processes(): readonly number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}

/** Empty for a process of another user, or one that has gone. */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}

function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return true;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
