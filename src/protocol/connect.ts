import { bug, type SuiteError } from '../core/errors.js';
import {
  EvaluationError,
  InvalidResult,
  type Benchmark,
  type EvaluateAnswer,
  type EvaluateOptions,
  type EvaluateParams,
  type EvaluateResult,
} from './benchmark.js';
import { createCalls, type Call, type Calls } from './calls.js';
import { createChannel, violation, type Channel, type Streams } from './channel.js';
import { checkDescriptor } from './descriptor-schema.js';
import type { Descriptor } from './descriptor.js';
import { encodeNotification, encodeRequest, METHODS } from './jsonrpc.js';
import { isCancelled } from './lazy-cancel.js';
import { createReceiver } from './receiver.js';
import { checkResult } from './result.js';
import { CHECKPOINT_TOKEN } from './token.js';

export interface ConnectOptions {
  /** Longest line taken, in bytes. */
  readonly limit?: number;
}

/** The host's client. Every call that is open when the connection ends is rejected with a SuiteError `infrastructure`. */
export interface Connection extends Benchmark {
  describe(instance: string): Promise<Descriptor>;
  evaluate(params: EvaluateParams, options?: EvaluateOptions): Promise<EvaluateResult>;
  evaluateBatch(batch: readonly EvaluateParams[], options?: EvaluateOptions): Promise<readonly EvaluateAnswer[]>;
  release(checkpoints: readonly string[]): void;
  /** Why it ended: undefined when we closed it. Never rejects. */
  readonly closed: Promise<SuiteError | undefined>;
  /** Ends it, and with it the guest. */
  close(): void;
}

/** Speaks to a guest over a pair of streams, whatever carries them. Listens from the first moment on. */
export function connect(streams: Streams, options: ConnectOptions = {}): Connection {
  const calls = createCalls((id) => channel.post(encodeNotification(METHODS.cancel, { id })));
  const release = (checkpoints: readonly string[]): void => {
    const wrong = checkpoints.find((token) => !CHECKPOINT_TOKEN.test(token));
    if (wrong !== undefined) throw bug(`"${wrong}" is not a checkpoint token`);
    if (checkpoints.length > 0) channel.post(encodeNotification(METHODS.release, { checkpoints }));
  };
  const receive = createReceiver(
    calls,
    (what) => channel.end(violation(what)),
    (checkpoint) => release([checkpoint]),
  );
  const channel = createChannel(
    streams,
    { onLine: receive, onEnd: (reason) => calls.rejectAll(reason) },
    options.limit,
  );
  return {
    describe: (instance) =>
      new Promise((resolve, reject) => {
        const accept = (result: unknown): void => resolve(checkDescriptor(result, instance));
        const id = open({ channel, calls }, { accept, reject }, undefined);
        if (id !== undefined) channel.post(encodeRequest(id, METHODS.describe, { instance }));
      }),
    evaluate: (params, options) =>
      new Promise((resolve, reject) => {
        const accept = (result: unknown): void => resolve(checkResult(result));
        const text = encodeEvaluate({ channel, calls }, { accept, reject }, params, options);
        if (text !== undefined) channel.post(text);
      }),
    evaluateBatch: (batch, options) => sendBatches({ channel, calls }, batch, options),
    release,
    closed: channel.closed,
    close: () => channel.end(),
  };
}

/** Requests in one array at most, so that the line of their answers stays below the limit even if all are long errors. */
const LARGEST_BATCH = 256;

interface Host {
  readonly channel: Channel;
  readonly calls: Calls;
}

async function sendBatches(
  host: Host,
  batch: readonly EvaluateParams[],
  options: EvaluateOptions | undefined,
): Promise<readonly EvaluateAnswer[]> {
  const answers: Promise<EvaluateAnswer>[] = [];
  for (let start = 0; start < batch.length; start += LARGEST_BATCH) {
    const texts: string[] = [];
    const open = { open: 0 };
    for (const params of batch.slice(start, start + LARGEST_BATCH)) {
      answers.push(
        new Promise((resolve, reject) => {
          const accept = (result: unknown): void => resolve(checkResult(result));
          const refuse = (error: Error): void => (isAnswer(error) ? resolve(error) : reject(error));
          const text = encodeEvaluate(host, { accept, reject: refuse, batch: open }, params, options);
          if (text !== undefined) texts.push(text);
        }),
      );
    }
    open.open = texts.length;
    if (texts.length > 0) host.channel.post(`[${texts.join(',')}]`);
  }
  return Promise.all(answers);
}

function isAnswer(error: Error): error is EvaluationError | InvalidResult {
  return error instanceof EvaluationError || error instanceof InvalidResult;
}

/** The request's text; undefined when the call was rejected before it could be sent. */
function encodeEvaluate(
  host: Host,
  call: Call,
  params: EvaluateParams,
  options: EvaluateOptions | undefined,
): string | undefined {
  const { checkpoint } = params;
  if (checkpoint !== undefined && !CHECKPOINT_TOKEN.test(checkpoint)) {
    call.reject(new EvaluationError('checkpoint-missing', `"${checkpoint}" is not a checkpoint token`));
    return undefined;
  }
  const onProgress = options?.onProgress;
  if (onProgress === undefined) {
    const id = open(host, call, options);
    return id === undefined ? undefined : encodeRequest(id, METHODS.evaluate, params);
  }
  const id = open(host, { ...call, onProgress }, options);
  return id === undefined ? undefined : encodeRequest(id, METHODS.evaluate, { ...params, progress: true });
}

/** The id of a call that may be sent; undefined when it was rejected at once. */
function open({ channel, calls }: Host, call: Call, options: EvaluateOptions | undefined): number | undefined {
  if (channel.ended !== undefined) call.reject(channel.ended);
  else if (isCancelled(options)) {
    call.reject(new EvaluationError('cancelled', 'cancelled before the start'));
  } else return calls.add(call, options);
  return undefined;
}
