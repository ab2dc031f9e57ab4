import type { Readable, Writable } from 'node:stream';
import { infrastructureError, messageOf, type SuiteError } from '../core/errors.js';
import { ANSWER_LIMIT } from './bounds.js';
import { createInbox } from './inbox.js';
import { createOutbox } from './outbox.js';
import type { Receive } from './receiver.js';

/** What carries the protocol; one duplex stream may be both. */
export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
}

export interface ChannelEvents {
  readonly onLine: Receive;
  /** Told once, before `closed` resolves. */
  readonly onEnd: (reason: SuiteError) => void;
}

/** Lines to a guest and from it, until the first sign that the other side is gone. */
export interface Channel {
  post(line: string): void;
  /** Ends it with a reason; without one it was our wish. The first to end it gives the reason. */
  end(reason?: SuiteError): void;
  /** Why nothing can be posted any more. */
  readonly ended: SuiteError | undefined;
  readonly closed: Promise<SuiteError | undefined>;
}

export function createChannel(streams: Streams, events: ChannelEvents, limit: number = ANSWER_LIMIT): Channel {
  const { input, output } = streams;
  let ended: SuiteError | undefined;
  let announce: (reason: SuiteError | undefined) => void;
  const closed = new Promise<SuiteError | undefined>((resolve) => (announce = resolve));

  const end = (reason?: SuiteError): void => {
    if (ended !== undefined) return;
    ended = reason ?? infrastructureError('the connection to the guest was closed');
    input.destroy();
    output.destroy();
    events.onEnd(ended);
    announce(reason);
  };
  const receive: Receive = (line, at) => {
    if (ended !== undefined) return;
    try {
      events.onLine(line, at);
    } catch (error) {
      end(violation(messageOf(error)));
    }
  };
  const inbox = createInbox(receive, input, limit);
  listen(streams, {
    onChunk: (chunk) => {
      if (ended === undefined) inbox.push(chunk);
    },
    // What was said before the end is heard before it.
    onOver: () =>
      inbox.whenEmpty(() => {
        const rest = inbox.rest();
        const where = rest === '' ? '' : ` in the middle of a line: ${rest}`;
        end(infrastructureError(`the guest ended the connection${where}`));
      }),
    onBroken: (reason) => inbox.whenEmpty(() => end(reason)),
    onChunkError: (error) => end(violation(messageOf(error))),
  });
  const post = createOutbox((text) => {
    if (ended === undefined) output.write(text);
  });
  return {
    post,
    end,
    get ended() {
      return ended;
    },
    closed,
  };
}

/** What the guest did that the protocol does not allow. */
export function violation(what: string): SuiteError {
  return infrastructureError(`protocol violation by the guest: ${what}`);
}

interface Listeners {
  readonly onChunk: (chunk: Buffer) => void;
  readonly onOver: () => void;
  readonly onBroken: (reason: SuiteError) => void;
  readonly onChunkError: (error: unknown) => void;
}

function listen({ input, output }: Streams, { onChunk, onOver, ...events }: Listeners): void {
  const onBroken = (cause: Error): void =>
    events.onBroken(infrastructureError(`the connection broke: ${cause.message}`, { cause }));
  input.on('data', (chunk: Buffer) => {
    try {
      onChunk(chunk);
    } catch (error) {
      events.onChunkError(error);
    }
  });
  input.on('end', onOver).on('close', onOver).on('error', onBroken);
  output.on('close', onOver).on('error', onBroken);
}
