import { infrastructureError, messageOf } from '../core/errors.js';
import { onAbort } from '../core/on-abort.js';
import { plainText } from '../core/plain-text.js';
import type { EvaluateOptions, EvaluateParams, EvaluateResult } from '../protocol/benchmark.js';
import { lazyCancel } from '../protocol/lazy-cancel.js';
import { afterReading } from './after-reading.js';
import type { Deadline } from './deadline.js';
import type { Guest, GuestExit } from './engines/engine.js';

/** How long a guest may take to answer a cancelled call before it is given up. */
const GRACE_MS = 1000;

export interface GuestCall {
  readonly guest: Guest;
  readonly params: EvaluateParams;
  readonly deadline?: Deadline;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: EvaluateOptions['onProgress'];
}

export interface CallUnderWay {
  /** Rejects with a SuiteError when the guest had to be given up. */
  readonly answer: Promise<EvaluateResult>;
  /** When the bytes of the answer were read, by `performance.now`; undefined before, and where no wire was used. */
  arrivedAt(): number | undefined;
  /** Whether the deadline has passed. */
  expired(): boolean;
  /** Lets go of timers and signals. */
  end(): void;
}

/** Calls with a deadline: when it passes (or the signal aborts) the call is cancelled, and given up after a grace time. */
export function startCall({ guest, params, deadline, signal, onProgress }: GuestCall): CallUnderWay {
  const cancel = lazyCancel(onProgress);
  let expired = false;
  let grace: NodeJS.Timeout | undefined;
  let giveUp: (error: Error) => void;
  const cancelNow = (why: string): void => {
    cancel.cancel();
    const late = (): void => giveUp(infrastructureError(`the guest did not answer ${why}`));
    grace ??= setTimeout(() => afterReading(late), GRACE_MS);
  };
  const interrupt = (): void => cancelNow('when it was interrupted');
  const expire = (): void => {
    expired = true;
    cancelNow(`for ${deadline?.seconds ?? 0} s`);
  };
  const answer = new Promise<EvaluateResult>((resolve, reject) => {
    giveUp = reject;
    const asked = guest.benchmark.evaluate(params, cancel);
    if (asked instanceof Promise) asked.then(resolve, reject);
    else resolve(asked);
  });
  const ends = deadline?.begin(expire);
  const forget = onAbort(signal, interrupt);
  const end = (): void => {
    ends?.();
    forget();
    if (grace !== undefined) clearTimeout(grace);
  };
  return { answer, arrivedAt: () => cancel.arrivedAt, expired: () => expired, end };
}

/** Why a call failed whose guest has ended since: the error, how the guest ended, and what it printed last. */
export function explainLoss(error: unknown, exit: GuestExit | undefined): string {
  if (exit === undefined) return messageOf(error);
  return plainText(`${messageOf(error)} (it ${exit.how}${exit.log === '' ? '' : `; it printed: ${exit.log}`})`);
}
