import { messageOf } from '../core/errors.js';
import type { Progress } from '../core/types.js';
import { IDLE_LINES, LARGEST_REPORTS, NOTIFICATION_LIMIT } from './bounds.js';
import { settle, type Call, type Calls } from './calls.js';
import { isRecord, isShallow, METHODS, parseLine, type JsonRecord } from './jsonrpc.js';
import { excerpt } from './lines.js';
import { readProgress } from './result.js';
import { shown } from './shown.js';

/** Takes a line of a guest. @param at when its bytes were read, by `performance.now` */
export type Receive = (line: string, at: number) => void;

/** Hands each line of a guest to the call it answers; `violated` is told of lines that have no place in the protocol. */
export function createReceiver(
  calls: Calls,
  violated: (what: string) => void,
  release: (checkpoint: string) => void,
): Receive {
  let idle = 0;
  const answer = (message: JsonRecord, at: number): boolean => {
    if (message['jsonrpc'] !== '2.0' || 'result' in message === 'error' in message) return false;
    const call = calls.take(message['id'], at);
    if (call === undefined) return false;
    idle = 0;
    if (call.batch !== undefined) call.batch.open--;
    const unwanted = settle(call, message);
    if (unwanted !== undefined) release(unwanted);
    return true;
  };
  const passOver = (): void => {
    if (++idle > IDLE_LINES) violated(`more than ${IDLE_LINES} lines without an answer or news`);
  };
  const one = (message: JsonRecord, line: string, at: number): void => {
    if (message['method'] === undefined) {
      if (!answer(message, at)) violated(`an answer to no open call: ${excerpt(line)}`);
      return;
    }
    const wrong = notificationMistake(message, line);
    if (wrong !== undefined) violated(`${wrong}: ${excerpt(line)}`);
    else if (message['method'] !== METHODS.progress) passOver();
    else progress(message, line);
  };
  const progress = ({ params }: JsonRecord, line: string): void => {
    const found = isRecord(params) ? readProgress(params) : undefined;
    if (found === undefined || !isRecord(params)) {
      violated(`progress that is none: ${excerpt(line)}`);
      return;
    }
    const id = params['id'];
    const call = calls.get(id);
    // Levels rise; what comes twice, or is not wanted, is dropped here.
    if (call?.onProgress === undefined || call.refusal !== undefined || !isNews(call, found.level)) {
      passOver();
      return;
    }
    if ((call.reports ?? 0) > LARGEST_REPORTS) violated(`more than ${LARGEST_REPORTS} reports of one evaluation`);
    else report(call.onProgress, found, (error) => calls.abandon(id as number, error));
  };
  return (line, at) => {
    // A blank line is not parsed: to throw and to catch an error takes twenty microseconds.
    if (isBlank(line)) {
      passOver();
      return;
    }
    const message = isShallow(line) ? parseLine(line) : undefined;
    if (isRecord(message)) one(message, line, at);
    else if (Array.isArray(message)) {
      const wrong = batchMistake(message, calls, (each) => answer(each, at));
      if (wrong !== undefined) violated(`${wrong}: ${excerpt(line)}`);
    } else violated(`a line that is no message: ${excerpt(line)}`);
  };
}

function report(onProgress: NonNullable<Call['onProgress']>, progress: Progress, failed: (error: Error) => void): void {
  try {
    onProgress(progress);
  } catch (error) {
    failed(error instanceof Error ? error : new Error(messageOf(error)));
  }
}

/** Takes a batch of answers; what is wrong with it, if anything is. */
function batchMistake(
  messages: readonly unknown[],
  calls: Calls,
  answer: (message: JsonRecord) => boolean,
): string | undefined {
  if (messages.length === 0) return 'an empty batch';
  const batches = new Set<{ open: number }>();
  for (const message of messages) {
    const batch = isRecord(message) ? calls.get(message['id'])?.batch : undefined;
    if (batch !== undefined) batches.add(batch);
    if (!isRecord(message) || !answer(message)) return `a batch with what answers no open call: ${shown(message)}`;
  }
  for (const { open } of batches) if (open > 0) return `a batch without ${open} of its answers`;
  return undefined;
}

function isBlank(line: string): boolean {
  return line === '' || (line.charCodeAt(0) <= 32 && line.trim() === '');
}

/** A notification of a later version of the protocol is passed over; a guest has nothing to request. */
function notificationMistake(message: JsonRecord, line: string): string | undefined {
  if ('id' in message) return 'a request to the host';
  return line.length > NOTIFICATION_LIMIT ? `a notification of more than ${NOTIFICATION_LIMIT} characters` : undefined;
}

/** Notes a level of a call that is above its earlier ones. */
function isNews(call: Call, level: number): boolean {
  if (call.level !== undefined && level <= call.level) return false;
  call.level = level;
  call.reports = (call.reports ?? 0) + 1;
  return true;
}
