import type { Readable } from 'node:stream';
import type { Docker } from './docker-client.js';
import { RUNNER_LABEL } from './docker-sweep.js';

export interface ContainerExit {
  readonly how: string;
  readonly outOfMemory: boolean;
}

/** What becomes of one container. */
export interface ContainerLife {
  /** Resolves when it has ended. */
  readonly exit: Promise<ContainerExit>;
  /** We are about to kill it: no end from now on is its memory limit's. */
  killing(): void;
  /** It never ran: no event will tell of its end. */
  forget(): void;
}

/** How containers end. From the engine's events, because a container that is removed at its end can no longer be asked. */
export interface ContainerEvents {
  /** To be called before the container's start. */
  follow(id: string): ContainerLife;
  close(): void;
}

interface Event {
  readonly Action?: string;
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> };
}

interface Followed {
  readonly resolve: (exit: ContainerExit) => void;
  outOfMemory: boolean;
  ours: boolean;
  /** It was killed, and perhaps we shall hear why. */
  late?: { readonly how: string; readonly timer: NodeJS.Timeout };
}

const KILLED = '137';

/**
 * How long after the end of a killed container the engine may take to tell that memory was the reason. With cgroup v1 `oom` comes
 * 0.1 s before `die`; nobody promises the order.
 */
const LATE_MS = 300;

export async function watchContainers(docker: Docker, identity: string): Promise<ContainerEvents> {
  const filters = { type: ['container'], label: [`${RUNNER_LABEL}=${identity}`], event: ['oom', 'die'] };
  const stream = (await docker.getEvents({ filters: JSON.stringify(filters) })) as unknown as Readable;
  const living = new Map<string, Followed>();
  let over = false;
  const settle = (id: string, how: string, outOfMemory = false): void => {
    const followed = living.get(id);
    if (followed === undefined) return;
    living.delete(id);
    clearTimeout(followed.late?.timer);
    followed.resolve({ how: outOfMemory ? 'was ended by the limit on memory' : how, outOfMemory });
  };
  const take = ({ Action, Actor }: Event): void => {
    const id = Actor?.ID ?? '';
    const followed = living.get(id);
    if (followed === undefined) return;
    if (Action === 'oom') {
      followed.outOfMemory = true;
      if (followed.late !== undefined) settle(id, followed.late.how, true);
    } else if (Action === 'die') {
      const code = Actor?.Attributes?.['exitCode'] ?? '?';
      const how = `exited with code ${code}`;
      // The limit may have killed a child long ago: only a guest that was killed itself, and not by us, has ended of it.
      if (code !== KILLED || followed.ours) settle(id, how);
      else if (followed.outOfMemory) settle(id, how, true);
      else followed.late = { how, timer: setTimeout(() => settle(id, how), LATE_MS) };
    }
  };
  // Without its events an engine is as good as gone, and so is everything in it.
  const lost = (): void => {
    over = true;
    for (const id of [...living.keys()]) settle(id, LOST);
  };
  eachLine(stream, (line) => take(JSON.parse(line) as Event));
  stream.on('error', lost);
  stream.on('close', lost);
  return {
    follow: (id) => {
      const exit = new Promise<ContainerExit>((resolve) => {
        living.set(id, { resolve, outOfMemory: false, ours: false });
      });
      if (over) settle(id, LOST);
      return {
        exit,
        killing: () => {
          const followed = living.get(id);
          if (followed !== undefined) followed.ours = true;
        },
        forget: () => settle(id, 'never ran'),
      };
    },
    close: () => stream.destroy(),
  };
}

const LOST = 'was lost: the container engine is gone';

function eachLine(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') onLine(line);
  });
}
