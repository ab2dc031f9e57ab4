import { execa } from 'execa';
import type { GuestExit } from '../engine.js';
import type { BoundedLog } from './bounded-log.js';
import { within } from './within.js';
import { killGroup } from './workplace.js';

export type Command = readonly [program: string, ...words: string[]];

export interface GuestProcess {
  /** Undefined when it could not be started; `gone` then says why. */
  readonly pid: number | undefined;
  readonly gone: Promise<GuestExit>;
  /** Kills it and all that it has started. */
  kill(): void;
}

/** How long after the end of a process its last words may take to arrive, or a child that left its group may hold them up. */
const LAST_WORDS_MS = 1000;

export function spawnGuest(
  [program, ...words]: Command,
  { env, cwd, log }: { readonly env: Readonly<Record<string, string>>; readonly cwd: string; readonly log: BoundedLog },
): GuestProcess {
  // A group of its own: killing it takes along whatever the guest has started, and Ctrl-C in the terminal is the runner's.
  const child = execa(program, words, {
    env,
    extendEnv: false,
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    buffer: false,
    reject: false,
  });
  child.stdout.on('data', log.write);
  child.stderr.on('data', log.write);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `exited with code ${code ?? '?'}` : `was ended by ${signal}`),
    );
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
  });
  const gone = ended.then(async (how): Promise<GuestExit> => {
    await within(LAST_WORDS_MS, child);
    child.stdout.destroy();
    child.stderr.destroy();
    return { how, outOfMemory: false, log: log.tail() };
  });
  const { pid } = child;
  const kill = (): void => {
    if (pid !== undefined) killGroup(pid);
  };
  return { pid, gone, kill };
}
