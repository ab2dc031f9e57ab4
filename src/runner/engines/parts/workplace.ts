import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, processIdentity } from '../../../core/identity.js';
import { packageRoot } from '../../../core/package.js';
import { type IsDead, ofDeadRunner } from './docker-sweep.js';
import { killStrays } from './strays.js';

/** A private folder of this runner, and somebody who tidies up after it should it be killed. */
export interface Workplace extends AsyncDisposable {
  readonly folder: string;
  /** Who we are: the value of the label `org.hport.runner`. */
  readonly identity: string;
}

/** Short, since the path of a socket may have no more than about 100 characters. The name of the runner is in a file. */
const PREFIX = 'hport-';
const OWNER = 'runner';
const GUEST = 'process';

/**
 * Makes the folder and starts the reaper: a small process of its own that waits for our end (the closing of its standard
 * input) and then removes what carries our name. Nothing that is killed can tidy up after itself.
 * @param engine whose leftovers it is to look for besides folders
 */
export async function openWorkplace(engine: 'docker' | 'none'): Promise<Workplace> {
  const identity = processIdentity();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  await chmod(folder, 0o700);
  await writeFile(join(folder, OWNER), identity);
  const reaper = startReaper(identity, engine);
  return {
    folder,
    identity,
    [Symbol.asyncDispose]: async () => {
      try {
        await rm(folder, { recursive: true, force: true });
      } finally {
        await dismiss(reaper);
      }
    },
  };
}

/** Leaves a note of a guest's process in a folder of the workplace: a guest that ignores the runner's end is killed by it. */
export async function noteProcess(place: string, pid: number): Promise<void> {
  await writeFile(join(place, GUEST), processIdentity(pid));
}

function startReaper(identity: string, engine: string): ChildProcess | undefined {
  const program = join(packageRoot(), 'dist/src/runner/engines/parts/reaper.js');
  if (!existsSync(program)) return undefined;
  // A session of its own: the terminal's signals do not reach it.
  const reaper = spawn(process.execPath, [program, identity, engine], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  reaper.on('error', () => undefined);
  reaper.stdin.on('error', () => undefined);
  reaper.unref();
  return reaper;
}

/** `bye` on its input tells the reaper that there is nothing to do. */
async function dismiss(reaper: ChildProcess | undefined): Promise<void> {
  if (reaper?.pid === undefined || reaper.exitCode !== null || reaper.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    // Nothing else may be left that keeps the program from ending before the reaper has.
    reaper.ref();
    reaper.once('exit', () => resolve());
    reaper.stdin?.end('bye');
  });
}

/** Removes the folders of runners that are dead, or of one that is about to be; returns their paths. */
export async function sweepFolders(dead: IsDead = ofDeadRunner): Promise<readonly string[]> {
  const swept: string[] = [];
  for (const name of await readdir(tmpdir())) {
    const folder = join(tmpdir(), name);
    const identity = name.startsWith(PREFIX) ? await ownerOf(folder) : undefined;
    if (identity === undefined || !dead(identity)) continue;
    await endGuests(folder);
    await rm(folder, { recursive: true, force: true });
    swept.push(folder);
  }
  return swept;
}

/** Undefined where the folder is somebody else's, or being made just now. */
async function ownerOf(folder: string): Promise<string | undefined> {
  // Anybody may make a folder with our name in /tmp, and write into it whom we should kill.
  const made = await stat(folder).catch(() => undefined);
  if (made === undefined || made.uid !== (process.getuid?.() ?? made.uid)) return undefined;
  return await readFile(join(folder, OWNER), 'utf8').catch(() => undefined);
}

async function endGuests(folder: string): Promise<void> {
  for (const place of await readdir(folder)) {
    const identity = await readFile(join(folder, place, GUEST), 'utf8').catch(() => undefined);
    if (identity !== undefined && isAlive(identity)) killGroup(Number.parseInt(identity, 10));
  }
  await killStrays(folder);
}

/** Kills a process and all that it has started, unless it is gone already. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
