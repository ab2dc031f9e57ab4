import { messageOf } from '../core/errors.js';
import {
  EvaluationError,
  InvalidResult,
  type Benchmark,
  type EvaluateParams,
  type EvaluateResult,
} from './benchmark.js';
import { encodeError, encodeEvaluationError, encodeResult, STANDARD_CODES, type Id } from './jsonrpc.js';
import type { LazyCancel } from './lazy-cancel.js';

/** Sends one answer, a message without a newline. */
export type Reply = (text: string) => void;

/** An evaluation that was asked for. */
export interface Ticket {
  readonly id: Id;
  readonly params: EvaluateParams;
  readonly reply: Reply;
  readonly cancel: LazyCancel;
  state: 'queued' | 'running' | 'answered';
}

/** Answers with a result, or with error 7 when it was cancelled while it ran. */
export function finish(ticket: Ticket, result: EvaluateResult, benchmark: Benchmark): void {
  const { metrics, cost, checkpoint } = result;
  ticket.state = 'answered';
  if (!ticket.cancel.cancelled) {
    const answer = checkpoint === undefined ? { metrics, cost } : { metrics, cost, checkpoint };
    ticket.reply(encodeResult(ticket.id, answer));
    return;
  }
  if (checkpoint !== undefined) benchmark.release?.([checkpoint]);
  ticket.reply(encodeEvaluationError(ticket.id, new EvaluationError('cancelled', 'cancelled', cost)));
}

/** Answers with an error. What the objective threw is shown to whoever reads the guest's log. */
export function fail(ticket: Ticket, error: unknown): void {
  ticket.state = 'answered';
  ticket.reply(encodeFailure(ticket.id, error));
}

export function encodeFailure(id: Id, error: unknown): string {
  if (error instanceof InvalidResult) {
    return encodeEvaluationError(id, new EvaluationError('objective-failed', error.message, error.cost));
  }
  if (error instanceof EvaluationError) {
    if (error.cause !== undefined) log(error.cause);
    return encodeEvaluationError(id, error);
  }
  log(error);
  return encodeError(id, STANDARD_CODES.internal, messageOf(error));
}

function log(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
  process.stderr.write(`${text}\n`);
}
