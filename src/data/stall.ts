/** A signal that aborts with another one, or when nothing has happened for a while. */
export interface Stall extends Disposable {
  readonly signal: AbortSignal;
  /** Something has happened. */
  refresh(): void;
}

/** Not `AbortSignal.any`: nothing keeps what that returns, and where it is collected as garbage it aborts no more. */
export function createStall(milliseconds: number, signal: AbortSignal | undefined): Stall {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new Error(`nothing came for ${milliseconds / 1000} s`));
  }, milliseconds);
  const abort = (): void => controller.abort(signal?.reason);
  signal?.addEventListener('abort', abort);
  if (signal?.aborted === true) abort();
  return {
    signal: controller.signal,
    refresh: () => void timer.refresh(),
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}
