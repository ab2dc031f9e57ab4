import { createLineSplitter } from './lines.js';
import type { Receive } from './receiver.js';

/** Milliseconds for which lines of one guest are worked on before everybody else has a turn. */
const SLICE_MS = 2;
/** A chunk as long as what a socket reads at once: more is waiting, and would be read in the same turn. */
const FULL_CHUNK = 65_536;

/** Lines of one guest, a few milliseconds of them a turn: a guest that floods its host does not starve the others. */
export interface Inbox {
  /** @throws LineTooLong */
  push(chunk: Buffer): void;
  /** Calls back when all that has come is worked on. */
  whenEmpty(callback: () => void): void;
  /** The beginning of what came after the last newline. */
  rest(): string;
}

export interface Source {
  pause(): unknown;
  resume(): unknown;
}

/** @param receive gets each line with the time at which its bytes were read; it does not throw */
export function createInbox(receive: Receive, source: Source, limit: number): Inbox {
  let waiting: string[] = [];
  let next = 0;
  let at = 0;
  let sliceEnds = 0;
  let paused = false;
  let onEmpty: (() => void) | undefined;
  const lines = createLineSplitter((line) => {
    if (waiting.length > 0 || performance.now() > sliceEnds) waiting.push(line);
    else receive(line, at);
  }, limit);
  const goOn = (): void => {
    sliceEnds = performance.now() + SLICE_MS;
    while (next < waiting.length) {
      receive(waiting[next++] as string, at);
      if (performance.now() > sliceEnds && next < waiting.length) {
        setImmediate(goOn);
        return;
      }
    }
    waiting = [];
    next = 0;
    paused = false;
    source.resume();
    onEmpty?.();
  };
  return {
    push(chunk) {
      at = performance.now();
      sliceEnds = at + SLICE_MS;
      try {
        lines.push(chunk);
      } finally {
        if (!paused && (waiting.length > 0 || chunk.length >= FULL_CHUNK)) {
          paused = true;
          source.pause();
          setImmediate(goOn);
        }
      }
    },
    whenEmpty(callback) {
      if (waiting.length === 0) callback();
      else onEmpty = callback;
    },
    rest: () => lines.rest(),
  };
}
