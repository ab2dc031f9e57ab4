import type { Forget } from './on-abort.js';

interface Entry {
  readonly callback: () => void;
}

const waiting = new Set<Entry>();

/**
 * Calls back when the event loop has run empty although whoever called still waits: nothing will ever happen then, and Node would
 * end with exit code 13 and no word. Who began to wait last is told first, and the others only if that changed nothing.
 */
export function onStall(callback: () => void): Forget {
  const entry: Entry = { callback };
  if (waiting.size === 0) process.on('beforeExit', tellLast);
  waiting.add(entry);
  return () => forget(entry);
}

function tellLast(): void {
  const last = [...waiting].at(-1);
  if (last === undefined) return;
  forget(last);
  last.callback();
  // A turn of the loop, after which it is seen whether that was all.
  setImmediate(() => undefined);
}

function forget(entry: Entry): void {
  if (waiting.delete(entry) && waiting.size === 0) process.off('beforeExit', tellLast);
}
