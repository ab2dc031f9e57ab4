import { infrastructureError, messageOf } from '../core/errors.js';
import { plainText } from '../core/plain-text.js';
import { createTurnoverMap } from '../core/turnover-map.js';
import type { Progress } from '../core/types.js';
import { EvaluationError, type EvaluateOptions } from './benchmark.js';
import { errorName, isRecord, type JsonRecord } from './jsonrpc.js';
import { noteArrival, onCancel } from './lazy-cancel.js';
import { shown } from './shown.js';
import { isCheckpointToken } from './token.js';

/** A request that waits for its answer. */
export interface Call {
  /** Takes the answer's result; what it throws, the caller gets. */
  readonly accept: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** The array that it was sent in: the number of its requests without an answer. */
  readonly batch?: { open: number } | undefined;
  /** The caller wants it no more: what it gets in place of any result. */
  refusal?: Error;
  /** The last level that it reported, and how many it did. */
  level?: number;
  reports?: number;
  /** What was asked with it: it notes when the bytes of the answer were read. */
  options?: EvaluateOptions | undefined;
  /** Undoes the listening to the caller's signal. */
  forget?: () => void;
}

/** The map of ids. `sendCancel` is told the id of a call whose caller has aborted. */
export interface Calls {
  add(call: Call, options?: EvaluateOptions): number;
  /** Takes the call out of the map. @param at when the bytes of its answer were read, by `performance.now` */
  take(id: unknown, at: number): Call | undefined;
  get(id: unknown): Call | undefined;
  abandon(id: number, refusal: Error): void;
  rejectAll(error: Error): void;
}

export function createCalls(sendCancel: (id: number) => void): Calls {
  const open = createTurnoverMap<unknown, Call>();
  let next = 1;
  const abandon = (id: number, refusal: Error): void => {
    const call = open.get(id);
    if (call === undefined || call.refusal !== undefined) return;
    call.refusal = refusal;
    sendCancel(id);
  };
  return {
    add(call, options) {
      const id = next++;
      open.set(id, call);
      if (options !== undefined) {
        call.options = options;
        call.forget = onCancel(options, () => abandon(id, new EvaluationError('cancelled', 'cancelled by the caller')));
      }
      return id;
    },
    take(id, at) {
      const call = open.take(id);
      if (call?.options !== undefined) noteArrival(call.options, at);
      call?.forget?.();
      return call;
    },
    get: (id) => open.get(id),
    abandon,
    rejectAll(error) {
      for (const call of open.takeAll()) {
        call.forget?.();
        call.reject(error);
      }
    },
  };
}

/**
 * Gives a call its answer, and settles it in any case: it is in no map any more, so nobody else would.
 * @returns the checkpoint of a result that nobody wants.
 */
export function settle(call: Call, answer: JsonRecord): string | undefined {
  try {
    return deliver(call, answer);
  } catch (error) {
    call.reject(error instanceof Error ? error : new Error(messageOf(error)));
    return undefined;
  }
}

/**
 * Gives a call its answer, a message with either a result or an error. What the caller has refused meanwhile is dropped, except
 * that the guest's own word on a cancelled call, which may know the cost, comes before ours.
 */
function deliver(call: Call, answer: JsonRecord): string | undefined {
  const { refusal } = call;
  if ('error' in answer && (refusal === undefined || refusal instanceof EvaluationError)) {
    call.reject(readError(answer['error']));
    return undefined;
  }
  const result = answer['result'];
  if (refusal !== undefined) {
    call.reject(refusal);
    const checkpoint = isRecord(result) ? result['checkpoint'] : undefined;
    return isCheckpointToken(checkpoint) ? checkpoint : undefined;
  }
  call.accept(result);
  return undefined;
}

/** An application error is the benchmark's; any other code is a misunderstanding between host and guest. */
function readError(error: unknown): Error {
  if (!isRecord(error) || typeof error['message'] !== 'string') {
    return infrastructureError(`the guest answered an error without a message: ${shown(error)}`);
  }
  const name = errorName(error['code']);
  const message = plainText(error['message']);
  if (name === undefined) return infrastructureError(`the guest answered ${shown(error['code'])}: ${message}`);
  const cost = isRecord(error['data']) ? error['data']['cost'] : undefined;
  return new EvaluationError(name, message, typeof cost === 'number' && Number.isFinite(cost) ? cost : undefined);
}
