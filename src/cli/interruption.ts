import { constants } from 'node:os';

/** What came of something that Ctrl-C may interrupt. */
export interface Interrupted<T> {
  readonly value: T | undefined;
  /** Exit code of the signal that interrupted it: 130, 143 or 129. */
  readonly code?: number;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Lets the first Ctrl-C (SIGTERM, or SIGHUP of a terminal that closes) abort the signal that the action gets; a second one leaves at once. An error of an
 * interrupted action is not reported where it is the interruption itself.
 */
export async function interruptible<T>(
  act: (signal: AbortSignal) => Promise<T>,
  onFirst: () => void,
): Promise<Interrupted<T>> {
  const controller = new AbortController();
  let code: number | undefined;
  const listener = (name: (typeof SIGNALS)[number]): void => {
    const exitCode = 128 + constants.signals[name];
    if (code !== undefined) process.exit(exitCode);
    code = exitCode;
    onFirst();
    controller.abort(new DOMException('interrupted', 'AbortError'));
  };
  for (const name of SIGNALS) process.on(name, listener);
  try {
    const value = await act(controller.signal);
    return { value, ...(code !== undefined && { code }) };
  } catch (error) {
    if (code === undefined || !isAbort(error, controller.signal)) throw error;
    return { value: undefined, code };
  } finally {
    for (const name of SIGNALS) process.off(name, listener);
  }
}

function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}
