import type { EvaluateOptions } from './benchmark.js';

/** Options whose signal is made when it is looked at. */
export interface LazyOptions extends EvaluateOptions {
  readonly signal: AbortSignal;
  /** Whether it was cancelled; asking makes no signal. */
  readonly cancelled: () => boolean;
}

export interface LazyCancel {
  readonly options: LazyOptions;
  cancel(): void;
}

/**
 * What a guest gives to each evaluation. An AbortController costs several microseconds, more than most table lookups, and most
 * objectives never look at it.
 */
export function lazyCancel(onProgress: EvaluateOptions['onProgress']): LazyCancel {
  let cancelled = false;
  let controller: AbortController | undefined;
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
      ...(onProgress === undefined ? {} : { onProgress }),
    },
    cancel() {
      cancelled = true;
      controller?.abort();
    },
  };
}

export function isCancelled(options: EvaluateOptions | undefined): boolean {
  if (options === undefined) return false;
  return isLazy(options) ? options.cancelled() : options.signal?.aborted === true;
}

function isLazy(options: EvaluateOptions): options is LazyOptions {
  return 'cancelled' in options;
}
