import { type Forget, onAbort } from '../core/on-abort.js';
import type { EvaluateOptions } from './benchmark.js';

/** Options of one evaluation that its caller can cancel. The signal is made when it is looked at. */
export interface LazyCancel extends EvaluateOptions {
  readonly signal: AbortSignal;
  /** Asking makes no signal. */
  readonly cancelled: boolean;
  /** When the bytes of the answer were read, in milliseconds by `performance.now`; undefined where no wire was used. */
  readonly arrivedAt: number | undefined;
  cancel(): void;
  /** Calls back when it is cancelled; listening makes no signal. */
  onCancel(callback: () => void): Forget;
}

/**
 * What is given to each evaluation, in the host and in the guest. An AbortController costs several microseconds, more than most
 * table lookups, and most objectives never look at it.
 */
export function lazyCancel(onProgress: EvaluateOptions['onProgress']): LazyCancel {
  return new Cancellable(onProgress);
}

export function isCancelled(options: EvaluateOptions | undefined): boolean {
  if (options === undefined) return false;
  return options instanceof Cancellable ? options.cancelled : options.signal?.aborted === true;
}

/** Notes when the bytes of an answer were read: what comes after may be late because the thread was busy. */
export function noteArrival(options: EvaluateOptions, at: number): void {
  if (options instanceof Cancellable) options.arrivedAt = at;
}

/** Calls back when the evaluation is cancelled. */
export function onCancel(options: EvaluateOptions, callback: () => void): Forget {
  return options instanceof Cancellable ? options.onCancel(callback) : onAbort(options.signal, callback);
}

/** A class, since every object with a getter of its own costs a hidden class, which only a full collection frees. */
class Cancellable implements LazyCancel {
  cancelled = false;
  arrivedAt: number | undefined = undefined;
  readonly onProgress?: NonNullable<EvaluateOptions['onProgress']>;
  #controller: AbortController | undefined;
  #listener: (() => void) | undefined;

  constructor(onProgress: EvaluateOptions['onProgress']) {
    if (onProgress !== undefined) this.onProgress = onProgress;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.cancelled) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  cancel(): void {
    if (this.cancelled) return;
    this.cancelled = true;
    this.#controller?.abort();
    this.#listener?.();
  }

  onCancel(callback: () => void): Forget {
    // One evaluation has one listener, the wire; a batch has one for each of its calls.
    if (this.#listener !== undefined) return onAbort(this.signal, callback);
    this.#listener = callback;
    return () => (this.#listener = undefined);
  }
}
