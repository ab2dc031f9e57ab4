import { onAbort } from './on-abort.js';

/** Waits for what is promised, but resolves with `undefined` as soon as the signal aborts; what comes later is nobody's concern. */
export async function unlessAborted<T>(answers: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return await answers;
  let forget = (): void => undefined;
  const aborted = new Promise<undefined>((resolve) => {
    forget = onAbort(signal, () => resolve(undefined));
  });
  try {
    return await Promise.race([answers, aborted]);
  } finally {
    forget();
  }
}
