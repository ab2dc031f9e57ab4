import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that came. */
export interface Asked {
  readonly path: string;
  readonly range: string | undefined;
}

/** How a file is served. */
export interface Served {
  readonly bytes: Uint8Array;
  readonly etag?: string;
  /** Answers ranges; default true. */
  readonly ranges?: boolean;
  /** Says how long the file is; default true. */
  readonly length?: boolean;
  /** For each request in turn, after how many bytes of its body the connection breaks. */
  readonly breaks?: readonly number[];
  /** Milliseconds from the last byte to the breaking of a connection, for the byte to be taken. */
  readonly linger?: number;
  /** For each request in turn, another status than that of success. */
  readonly statuses?: readonly number[];
  /** Bodies are sent in pieces that end here, one a turn of the event loop. */
  readonly cuts?: readonly number[];
  /** Milliseconds between two pieces. */
  readonly pause?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A real server on this machine, which misbehaves as it is told to. */
export interface Server extends AsyncDisposable {
  /** `http://127.0.0.1:port` */
  readonly address: string;
  readonly asked: readonly Asked[];
  /** What is served from now on, by path. */
  serve(path: string, served: Served): void;
}

export async function startServer(): Promise<Server> {
  const files = new Map<string, Served & { turn: number }>();
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ path, range: request.headers.range });
    const served = files.get(path);
    if (served === undefined) response.writeHead(404).end('no such file');
    else void answer(request, response, served, served.turn++);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    serve: (path, served) => void files.set(path, { ...served, turn: 0 }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, served: Served, turn: number): Promise<void> {
  const { bytes, etag, breaks = [], statuses = [], pause = 0, length = true, headers = {} } = served;
  const status = statuses[turn] ?? 200;
  if (status !== 200) return void response.writeHead(status).end();
  const from = firstByte(request, served);
  if (from > bytes.byteLength) return void response.writeHead(416).end();
  const body = bytes.subarray(from);
  response.writeHead(from === 0 ? 200 : 206, {
    ...(length ? { 'content-length': String(body.byteLength) } : {}),
    ...(from > 0 && { 'content-range': `bytes ${from}-${bytes.byteLength - 1}/${bytes.byteLength}` }),
    ...(etag !== undefined && { etag }),
    ...headers,
  });
  const end = breaks[turn] ?? Infinity;
  for (const piece of pieces(body, served.cuts ?? [])) {
    if (piece.end > end) {
      response.write(body.subarray(piece.start, end));
      await new Promise((resolve) => setTimeout(resolve, served.linger ?? 200));
      return void response.destroy();
    }
    response.write(body.subarray(piece.start, piece.end));
    await new Promise((resolve) => (pause === 0 ? setImmediate(resolve) : setTimeout(resolve, pause)));
    if (response.destroyed) return;
  }
  response.end();
}

function firstByte({ headers }: IncomingMessage, { etag, ranges = true }: Served): number {
  const from = /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1];
  if (from === undefined || !ranges) return 0;
  const condition = headers['if-range'];
  return condition === undefined || condition === etag ? Number(from) : 0;
}

function pieces(body: Uint8Array, cuts: readonly number[]): { readonly start: number; readonly end: number }[] {
  const ends = [...new Set([...cuts.map((cut) => cut % (body.byteLength + 1)), body.byteLength])].sort((a, b) => a - b);
  return ends.map((end, index) => ({ start: ends[index - 1] ?? 0, end }));
}
