import type { Charged, Clock, Finished, Pending } from './clock.js';

/**
 * Real time: evaluations end in the order in which their answers arrive.
 * @param origin seconds already on the clock: the last time in the log of a resumed run
 * @param signal wakes a waiting `next` when the run is interrupted
 */
export function realClock(origin = 0, signal?: AbortSignal): Clock {
  const started = performance.now();
  const now = (): number => origin + (performance.now() - started) / 1000;
  const arrived: Finished[] = [];
  let broken: { readonly error: unknown } | undefined;
  let wake = (): void => undefined;

  const arrive = (pending: Pending, charged: Charged): void => {
    arrived.push({ pending, at: now(), ...charged });
    wake();
  };
  const fail = (error: unknown): void => {
    broken ??= { error };
    wake();
  };
  const next = async (until: number): Promise<Finished | undefined> => {
    if (arrived.length === 0 && broken === undefined) {
      await new Promise<void>((resolve) => {
        const wait = Math.min(2 ** 31 - 1, Math.max(0, (until - now()) * 1000));
        const timer = until === Infinity ? undefined : setTimeout(resolve, wait);
        wake = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        signal?.addEventListener('abort', wake);
        if (signal?.aborted === true) wake();
      });
      wake = () => undefined;
    }
    if (broken !== undefined) throw broken.error;
    return arrived.shift();
  };
  return {
    kind: 'real',
    now,
    start: (pending, ends) => {
      Promise.resolve(ends).then((charged) => arrive(pending, charged), fail);
    },
    next,
  };
}
