import type { Arrival, Charged, Clock, Pending } from './clock.js';

/**
 * Real time: evaluations end, and are at their watched levels, in the order in which that arrives.
 * @param origin seconds already on the clock: the last time in the log of a resumed run
 * @param signal wakes a waiting `next` when the run is interrupted
 */
export function realClock(origin = 0, signal?: AbortSignal): Clock {
  const started = performance.now();
  const now = (): number => origin + (performance.now() - started) / 1000;
  const arrived: Arrival[] = [];
  let broken: { readonly error: unknown } | undefined;
  let wake = (): void => undefined;

  const arrive = (pending: Pending, charged: Charged, level?: number): void => {
    arrived.push({ pending, at: now(), ...charged, ...(level !== undefined && { level }) });
    wake();
  };
  const fail = (error: unknown): void => {
    broken ??= { error };
    wake();
  };
  const next = async (until: number): Promise<Arrival | undefined> => {
    if (arrived.length === 0 && broken === undefined) {
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
