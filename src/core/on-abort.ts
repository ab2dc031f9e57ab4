/** Lets go of a callback; calling it again does nothing. */
export type Forget = () => void;

/**
 * Calls back when the signal aborts, at once when it has. A signal gets one listener of ours however many wait for it: adding
 * and removing a listener costs more than all else that a short evaluation costs the runner, and Node warns of more than ten.
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): Forget {
  if (signal === undefined) return nothing;
  if (signal.aborted) {
    callback();
    return nothing;
  }
  const waiting = waitingFor(signal);
  // An entry of its own, so that a function that is given twice is called twice.
  const entry: Entry = { callback };
  waiting.add(entry);
  return () => {
    waiting.delete(entry);
    // The set's old tables may hold the entry for long: see `createTurnoverMap`.
    entry.callback = undefined;
  };
}

interface Entry {
  callback: (() => void) | undefined;
}

type Waiting = Set<Entry>;

const all = new WeakMap<AbortSignal, Waiting>();

function waitingFor(signal: AbortSignal): Waiting {
  const known = all.get(signal);
  if (known !== undefined) return known;
  const waiting: Waiting = new Set();
  all.set(signal, waiting);
  signal.addEventListener(
    'abort',
    () => {
      for (const { callback } of waiting) callback?.();
    },
    { once: true },
  );
  return waiting;
}

function nothing(): void {
  // Nothing is waited for.
}
