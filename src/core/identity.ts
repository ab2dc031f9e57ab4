import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Names a process for ever: `pid.start@host`. A process number alone is used again by the system, so that a dead runner could
 * pass for a living one.
 */
export function processIdentity(pid: number = process.pid): string {
  return `${pid}.${startOf(pid) ?? '0'}@${hostname()}`;
}

/** Whether the named process lives. A process of another machine is taken to live: nobody can tell from here. */
export function isAlive(identity: string): boolean {
  const match = /^(\d+)\.(\d+)@(.*)$/.exec(identity);
  if (match === null) return false;
  const [, pid, start, host] = match;
  if (host !== hostname()) return true;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const now = startOf(Number(pid));
  return now === undefined ? start === '0' : now === start;
}

/** Start of a process in clock ticks since boot, field 22 of its stat; undefined where there is no such file system. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // A zombie is dead: its parent has only not asked yet.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
