import { messageOf } from '../core/errors.js';
import { settle, type Calls } from './calls.js';
import { isRecord, METHODS, parseLine, type JsonRecord } from './jsonrpc.js';
import { excerpt } from './lines.js';
import { readProgress } from './result.js';

/** Hands each line of a guest to the call it answers; `violated` is told of lines that have no place in the protocol. */
export function createReceiver(
  calls: Calls,
  violated: (what: string) => void,
  release: (checkpoint: string) => void,
): (line: string) => void {
  const answer = (message: JsonRecord): boolean => {
    if (message['jsonrpc'] !== '2.0' || 'result' in message === 'error' in message) return false;
    const call = calls.take(message['id']);
    if (call === undefined) return false;
    if (call.batch !== undefined) call.batch.open--;
    const unwanted = settle(call, message);
    if (unwanted !== undefined) release(unwanted);
    return true;
  };
  const one = (message: JsonRecord, line: string): void => {
    if (message['method'] !== undefined) notified(calls, message, line, violated);
    else if (!answer(message)) violated(`an answer to no open call: ${excerpt(line)}`);
  };
  const many = (messages: readonly unknown[], line: string): void => {
    const batches = new Set<{ open: number }>();
    if (messages.length === 0) violated('an empty batch');
    for (const message of messages) {
      const batch = isRecord(message) ? calls.get(message['id'])?.batch : undefined;
      if (batch !== undefined) batches.add(batch);
      if (!isRecord(message) || !answer(message)) {
        violated(`a batch with what answers no open call: ${excerpt(JSON.stringify(message))}`);
        return;
      }
    }
    for (const { open } of batches) if (open > 0) violated(`a batch without ${open} of its answers: ${excerpt(line)}`);
  };
  return (line) => {
    const message = parseLine(line);
    if (isRecord(message)) one(message, line);
    else if (Array.isArray(message)) many(message, line);
    else if (line.trim() !== '') violated(`a line that is no message: ${excerpt(line)}`);
  };
}

/** Progress, or a notification of a later version of the protocol, which is passed over; a guest has nothing to request. */
function notified(calls: Calls, message: JsonRecord, line: string, violated: (what: string) => void): void {
  const params = message['params'];
  if ('id' in message) {
    violated(`a request to the host: ${excerpt(line)}`);
    return;
  }
  if (message['method'] !== METHODS.progress) return;
  const progress = isRecord(params) ? readProgress(params) : undefined;
  if (progress === undefined || !isRecord(params)) {
    violated(`progress that is none: ${excerpt(line)}`);
    return;
  }
  const id = params['id'];
  const call = calls.get(id);
  if (call?.onProgress === undefined || call.refusal !== undefined) return;
  try {
    call.onProgress(progress);
  } catch (error) {
    calls.abandon(id as number, error instanceof Error ? error : new Error(messageOf(error)));
  }
}
