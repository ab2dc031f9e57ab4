import type { Benchmark } from './benchmark.js';
import { createDesk } from './desk.js';
import { createBatchReply } from './batch-reply.js';
import { encodeNotification, parseLine } from './jsonrpc.js';
import { createLineSplitter, LINE_LIMIT } from './lines.js';
import { isPlain } from './objective-batch.js';
import { createQueue } from './queue.js';
import { EMPTY_BATCH, isStray, readRequest, UNPARSEABLE, type Evaluate, type Request } from './request.js';
import type { Reply } from './ticket.js';

/** Told when evaluations begin and end, so that a busy guest notices the end of its host. */
export interface Watch {
  begin(): void;
  /** The evaluation goes on after the current callback. */
  wait(): void;
  end(): void;
  /** The host has sent its last word: from now on an evaluation that takes long ends the process. */
  orphaned(): void;
}

export interface GuestOptions {
  /** Longest line taken, in bytes. */
  readonly limit?: number;
  readonly watch?: Watch;
}

/** The guest's half of the protocol without its streams. */
export interface Guest {
  /** @throws LineTooLong */
  receive(chunk: Buffer): void;
  /** An evaluation is running or waits for its turn. */
  readonly busy: boolean;
  /** Calls back as soon as everything that was asked is answered. */
  whenIdle(callback: () => void): void;
}

/**
 * Answers requests by a benchmark, one evaluation at a time. A benchmark that answers without promises is answered within
 * `receive`; `write` gets whole lines, as many at a time as were answered together.
 */
export function createGuest(benchmark: Benchmark, write: (text: string) => void, options: GuestOptions = {}): Guest {
  let answers = '';
  const flush = (): void => {
    if (answers === '') return;
    const text = answers;
    answers = '';
    write(text);
  };
  const send = (text: string): void => {
    answers += `${text}\n`;
  };
  const notify = (method: string, params: object): void => {
    send(encodeNotification(method, params));
    flush();
  };
  const queue = createQueue(flush);
  const desk = createDesk(benchmark, notify, options.watch);

  const accept = (request: Request, reply: Reply): void => {
    const task = desk.take(request, reply);
    if (task !== undefined) queue.push(task);
  };
  const acceptBatch = (messages: readonly unknown[]): void => {
    const requests = messages.map(readRequest).filter((request) => request !== undefined);
    const asking = requests.filter(({ id }) => id !== undefined);
    const reply = createBatchReply(asking.length, send);
    const replies = new Map(asking.map((request, at) => [request, reply(at)]));
    const replyTo = (request: Request): Reply => replies.get(request) ?? ignore;
    const together = benchmark.evaluateBatch === undefined ? [] : requests.filter(isPlainEvaluate);
    if (together.length > 1) queue.push(desk.takeTogether(together, replyTo));
    for (const request of requests) {
      if (together.length < 2 || !isPlainEvaluate(request)) accept(request, replyTo(request));
    }
  };
  const lines = createLineSplitter((line) => {
    const message = parseLine(line);
    if (Array.isArray(message) && message.length > 0) {
      acceptBatch(message);
      return;
    }
    if (isStray(message) || (message === undefined && line.trim() === '')) return;
    const request = message === undefined ? UNPARSEABLE : Array.isArray(message) ? EMPTY_BATCH : readRequest(message);
    if (request !== undefined) accept(request, send);
  }, options.limit ?? LINE_LIMIT);

  return {
    receive(chunk) {
      lines.push(chunk);
      if (queue.busy) flush();
      else queue.run();
    },
    get busy() {
      return queue.busy;
    },
    whenIdle: (callback) => queue.whenIdle(callback),
  };
}

const ignore: Reply = () => undefined;

function isPlainEvaluate(request: Request): request is Evaluate {
  return request.method === 'evaluate' && isPlain(request.params);
}
