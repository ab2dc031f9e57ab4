import type { Arrival, Charged, Clock, Pending } from './clock.js';

/**
 * Real time: evaluations end, and are at their watched levels, in the order in which that arrives.
 * An answer's time is that at which its bytes were read, and never before that of an earlier arrival.
 * @param origin seconds already on the clock: the last time in the log of a resumed run
 * @param signal wakes a waiting `next` when the run is interrupted
 */
export function realClock(origin = 0, signal?: AbortSignal): Clock {
  const started = performance.now();
  const now = (): number => origin + (performance.now() - started) / 1000;
  const arrived = createFifo<Arrival>();
  let last = origin;
  let broken: { readonly error: unknown } | undefined;
  let wake = (): void => undefined;

  const arrive = (pending: Pending, charged: Charged, level?: number): void => {
    const { arrivedAt, ...outcome } = charged.outcome;
    const read = arrivedAt === undefined ? now() : origin + (arrivedAt - started) / 1000;
    last = Math.max(last, pending.start, read);
    arrived.push({ pending, at: last, ...charged, outcome, ...(level !== undefined && { level }) });
    wake();
  };
  const fail = (error: unknown): void => {
    broken ??= { error };
    wake();
  };
  const next = async (until: number): Promise<Arrival | undefined> => {
    if (arrived.empty() && broken === undefined) {
      await new Promise<void>((resolve) => {
        const wait = Math.min(2 ** 31 - 1, Math.max(0, (until - now()) * 1000));
        const awake = (): void => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', awake);
          resolve();
        };
        const timer = until === Infinity ? undefined : setTimeout(awake, wait);
        wake = awake;
        signal?.addEventListener('abort', awake);
        if (signal?.aborted === true) awake();
      });
      wake = () => undefined;
    }
    if (broken !== undefined) throw broken.error;
    return arrived.shift();
  };
  return {
    kind: 'real',
    now,
    expect: (pending, expected, level) => {
      if (expected instanceof Promise) expected.then((charged) => arrive(pending, charged, level), fail);
      else arrive(pending, expected, level);
    },
    next,
  };
}

interface Fifo<T> {
  push(item: T): void;
  shift(): T | undefined;
  empty(): boolean;
}

/** A queue from which taking costs the same however long it is. */
function createFifo<T>(): Fifo<T> {
  let items: T[] = [];
  let next = 0;
  return {
    push: (item) => void items.push(item),
    shift() {
      const item = items[next++];
      if (next >= items.length) {
        items = [];
        next = 0;
      } else if (2 * next > items.length) {
        items = items.slice(next);
        next = 0;
      }
      return item;
    },
    empty: () => items.length === 0,
  };
}
