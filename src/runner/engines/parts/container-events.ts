import type { Readable } from 'node:stream';
import type { Docker } from './docker-client.js';
import { RUNNER_LABEL } from './docker-sweep.js';

export interface ContainerExit {
  readonly how: string;
  readonly outOfMemory: boolean;
}

/**
 * How containers end. From the engine's events, because a container that the engine removes at its end can no longer be asked:
 * `oom` comes before `die`.
 */
export interface ContainerEvents {
  /** Resolves when the container has ended. To be called before its start. */
  exitOf(id: string): Promise<ContainerExit>;
  /** For a container that never ran: no event will tell of its end. */
  forget(id: string): void;
  close(): void;
}

interface Event {
  readonly Action?: string;
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> };
}

export async function watchContainers(docker: Docker, identity: string): Promise<ContainerEvents> {
  const filters = { type: ['container'], label: [`${RUNNER_LABEL}=${identity}`], event: ['oom', 'die'] };
  const stream = (await docker.getEvents({ filters: JSON.stringify(filters) })) as unknown as Readable;
  const waiting = new Map<string, (exit: ContainerExit) => void>();
  const starved = new Set<string>();
  const settle = (id: string, how: string): void => {
    waiting.get(id)?.({ how, outOfMemory: starved.has(id) });
    waiting.delete(id);
    starved.delete(id);
  };
  const take = ({ Action, Actor }: Event): void => {
    const id = Actor?.ID ?? '';
    if (Action === 'oom') starved.add(id);
    if (Action === 'die') settle(id, `exited with code ${Actor?.Attributes?.['exitCode'] ?? '?'}`);
  };
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') take(JSON.parse(line) as Event);
  });
  // Without its events an engine is as good as gone, and so is everything in it.
  const lost = (): void => {
    for (const id of [...waiting.keys()]) settle(id, 'was lost: the container engine is gone');
  };
  stream.on('error', lost);
  stream.on('close', lost);
  return {
    exitOf: (id) => new Promise((resolve) => waiting.set(id, resolve)),
    forget: (id) => settle(id, 'never ran'),
    close: () => stream.destroy(),
  };
}
