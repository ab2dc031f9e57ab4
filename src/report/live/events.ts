import type { ServerResponse } from 'node:http';

/** An event of a stream; `data` is sent as JSON. */
export interface LiveEvent {
  readonly name: string;
  readonly data: unknown;
}

/** Those who listen (Server-Sent Events, https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export interface Events {
  /** @returns false where there are too many already */
  add(response: ServerResponse, greeting: readonly LiveEvent[]): boolean;
  send(event: LiveEvent): void;
  close(): void;
}

const LISTENERS = 32;
/** Bytes that may wait for one who does not read. */
const WAITING = 4 * 1024 * 1024;
/** Milliseconds until a browser connects again. */
const RETRY = 2000;

export function createEvents(): Events {
  const listeners = new Set<ServerResponse>();
  return {
    add(response, greeting) {
      if (listeners.size >= LISTENERS) return false;
      response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
      response.write(`retry: ${RETRY}\n\n${greeting.map(textOf).join('')}`);
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
      return true;
    },
    send(event) {
      const text = textOf(event);
      for (const listener of listeners) {
        if (listener.writableLength > WAITING) listener.destroy();
        else listener.write(text);
      }
    },
    close() {
      for (const listener of listeners) listener.end();
    },
  };
}

function textOf({ name, data }: LiveEvent): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
