import type { Readable, Writable } from 'node:stream';
import { infrastructureError, messageOf, type SuiteError } from '../core/errors.js';
import { createLineSplitter, LINE_LIMIT } from './lines.js';
import { createOutbox } from './outbox.js';

/** What carries the protocol; one duplex stream may be both. */
export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
}

export interface ChannelEvents {
  readonly onLine: (line: string) => void;
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

export function createChannel(streams: Streams, events: ChannelEvents, limit: number = LINE_LIMIT): Channel {
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
  const lines = createLineSplitter((line) => {
    if (ended === undefined) events.onLine(line);
  }, limit);
  listen(streams, {
    onChunk: (chunk) => {
      if (ended === undefined) lines.push(chunk);
    },
    onOver: () => {
      const rest = lines.rest();
      const where = rest === '' ? '' : ` in the middle of a line: ${rest}`;
      end(infrastructureError(`the guest ended the connection${where}`));
    },
    end,
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
  readonly end: (reason: SuiteError) => void;
}

function listen({ input, output }: Streams, { onChunk, onOver, end }: Listeners): void {
  const onBroken = (cause: Error): void =>
    end(infrastructureError(`the connection broke: ${cause.message}`, { cause }));
  input.on('data', (chunk: Buffer) => {
    try {
      onChunk(chunk);
    } catch (error) {
      end(violation(messageOf(error)));
    }
  });
  input.on('end', onOver).on('close', onOver).on('error', onBroken);
  output.on('close', onOver).on('error', onBroken);
}
