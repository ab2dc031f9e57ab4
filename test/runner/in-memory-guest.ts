import type { Benchmark } from '../../src/protocol/benchmark.js';
import type { Guest, GuestExit } from '../../src/runner/engines/engine.js';
import type { GuestKind } from '../../src/runner/pool.js';

/** A guest inside the test: it squares `x`, and can be made to end. */
export interface InMemoryGuest extends Guest {
  readonly slot: number;
  readonly run: string;
  /** It ends by itself. */
  die(how: string, outOfMemory?: boolean): void;
  readonly stopped: () => boolean;
}

export interface InMemoryKind extends GuestKind {
  /** All that were started, in order. */
  readonly started: readonly InMemoryGuest[];
}

export interface KindOptions {
  readonly inFlight?: number;
  readonly guests?: number;
  /** Awaited by every start, and by every stop. */
  readonly gate?: (what: 'start' | 'stop', slot: number, signal?: AbortSignal) => Promise<void>;
  readonly benchmark?: (guest: () => InMemoryGuest) => Benchmark;
}

export function inMemoryKind(options: KindOptions = {}): InMemoryKind {
  const { inFlight = 1, guests = Infinity, gate, benchmark = squares } = options;
  const started: InMemoryGuest[] = [];
  const start: GuestKind['start'] = async (slot, run, signal) => {
    await gate?.('start', slot, signal);
    const { promise: gone, resolve: end } = withResolvers<GuestExit>();
    let stopped = false;
    const guest: InMemoryGuest = {
      slot,
      run,
      benchmark: benchmark(() => guest),
      gone,
      die: (how, outOfMemory = false) => end({ how, outOfMemory, log: '' }),
      stop: async () => {
        await gate?.('stop', slot);
        stopped = true;
        end({ how: 'was stopped', outOfMemory: false, log: '' });
        return await gone;
      },
      stopped: () => stopped,
    };
    started.push(guest);
    return guest;
  };
  return { inFlight, guests, start, started };
}

function withResolvers<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

function squares(): Benchmark {
  return {
    describe: () => Promise.reject(new Error('not asked for here')),
    evaluate: ({ configuration }) => ({ metrics: { loss: Number(configuration['x']) ** 2 }, cost: 1 }),
  };
}
