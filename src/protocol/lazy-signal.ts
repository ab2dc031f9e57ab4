import { type Forget, onAbort } from '../core/on-abort.js';
import type { EvaluateOptions } from './benchmark.js';

/** Options whose signal is made when it is looked at. */
export interface LazyOptions extends EvaluateOptions {
  readonly signal: AbortSignal;
  /** Whether it was cancelled; asking makes no signal. */
  readonly cancelled: () => boolean;
  /** Calls back when it is cancelled; listening makes no signal. */
  readonly onCancel: (callback: () => void) => Forget;
}

export interface LazyCancel {
  readonly options: LazyOptions;
  cancel(): void;
}

/**
 * What is given to each evaluation, in the host and in the guest. An AbortController costs several microseconds, more than most
 * table lookups, and most objectives never look at it.
 */
export function lazyCancel(onProgress: EvaluateOptions['onProgress']): LazyCancel {
  let cancelled = false;
  let controller: AbortController | undefined;
  let listeners: (() => void)[] | undefined;
  const makeController = (): AbortController => {
    const made = new AbortController();
    if (cancelled) made.abort();
    return made;
  };
  return {
    options: {
      get signal() {
        return (controller ??= makeController()).signal;
      },
      cancelled: () => cancelled,
      onCancel(callback) {
        (listeners ??= []).push(callback);
        return () => {
          listeners = listeners?.filter((each) => each !== callback);
        };
      },
      ...(onProgress === undefined ? {} : { onProgress }),
    },
    cancel() {
      if (cancelled) return;
      cancelled = true;
      controller?.abort();
      listeners?.forEach((each) => each());
    },
  };
}

export function isCancelled(options: EvaluateOptions | undefined): boolean {
  if (options === undefined) return false;
  return isLazy(options) ? options.cancelled() : options.signal?.aborted === true;
}

/** Calls back when the evaluation is cancelled. */
export function onCancel(options: EvaluateOptions, callback: () => void): Forget {
  return isLazy(options) ? options.onCancel(callback) : onAbort(options.signal, callback);
}

function isLazy(options: EvaluateOptions): options is LazyOptions {
  return 'cancelled' in options;
}
