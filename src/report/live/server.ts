import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { infrastructureError, messageOf, userError } from '../../core/errors.js';
import { createEvents, type Events, type LiveEvent } from './events.js';

/** What the server answers with. */
export interface Content {
  page(): string;
  /** Undefined before there is one. */
  summary(): string | undefined;
  /** What somebody who begins to listen is told first. */
  greeting(): readonly LiveEvent[];
  /** Of the pages: no other script runs. */
  readonly scripts: readonly string[];
}

export interface LiveServer extends AsyncDisposable {
  /** Such as `http://127.0.0.1:8080/`. */
  readonly address: string;
  send(event: LiveEvent): void;
}

const HOST = '127.0.0.1';
const CONNECTIONS = 64;

/**
 * Serves to this machine only: `/`, `/events` and `/summary.json`. No path leads to a file.
 * @param port 0 takes any that is free
 * @throws SuiteError where the port cannot be had
 */
export async function openServer(port: number, content: Content): Promise<LiveServer> {
  const events = createEvents();
  const policy = policyOf(content.scripts);
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    response.setHeader('Content-Security-Policy', policy);
    answer(request, response, content, events);
  });
  server.maxConnections = CONNECTIONS;
  await listen(server, port);
  return {
    address: `http://${HOST}:${(server.address() as AddressInfo).port}/`,
    send: (event) => events.send(event),
    async [Symbol.asyncDispose]() {
      events.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

function policyOf(scripts: readonly string[]): string {
  const sums = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  const own = `script-src ${sums.join(' ')}; style-src 'unsafe-inline'; img-src data:; connect-src 'self'`;
  return `default-src 'none'; ${own}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

function answer(request: IncomingMessage, response: ServerResponse, content: Content, events: Events): void {
  const found = answerTo(request, content);
  if (found !== EVENTS) send(response, found);
  else if (!events.add(response, content.greeting())) send(response, plain(503, 'Too many listen already.'));
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const EVENTS = 'events';

function answerTo({ headers, method, url = '' }: IncomingMessage, content: Content): Answer | typeof EVENTS {
  if (!isLocal(headers.host)) return plain(403, 'This is served to this machine only.');
  if (method !== 'GET') return plain(405, 'There is nothing here to be changed.');
  switch (url.split('?')[0]) {
    case '/':
      return { status: 200, type: 'text/html', text: content.page() };
    case '/summary.json': {
      const text = content.summary();
      return { status: text === undefined ? 503 : 200, type: 'application/json', text: text ?? NO_SUMMARY };
    }
    case '/events':
      return EVENTS;
    default:
      return plain(404, 'There is nothing here.');
  }
}

const NO_SUMMARY = '{"error":"nothing has been compared yet"}\n';

function plain(status: number, text: string): Answer {
  return { status, type: 'text/plain', text: `${text}\n` };
}

function send(response: ServerResponse, { status, type, text }: Answer): void {
  if (status === 405) response.setHeader('Allow', 'GET');
  response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8` }).end(text);
}

/**
 * A page of another site can have its own name point at this machine and would then read what is served here (DNS rebinding);
 * its browser still sends that name. The port may be another one: that of a tunnel.
 */
function isLocal(host: string | undefined): boolean {
  return host !== undefined && /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(host);
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      const mend = 'Choose another one with --port, or leave it out.';
      if (taken) reject(userError(`port ${port} cannot be had: ${error.message}`, { key: '--port', mend }));
      else reject(infrastructureError(`nothing can be served on ${HOST}: ${messageOf(error)}`, { cause: error }));
    });
    server.listen(port, HOST, resolve);
  });
}
