import { createConnection } from 'node:net';
import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openServer, type LiveServer } from '../../../src/report/live/server.js';

let server: LiveServer;
let port: number;

beforeAll(async () => {
  server = await openServer(0, {
    page: () => '<p>page</p>',
    summary: () => undefined,
    greeting: () => [{ name: 'progress', data: { share: 0.5 } }],
    scripts: ['1'],
  });
  port = Number(new URL(server.address).port);
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

interface Answer {
  readonly status: number | undefined;
  readonly text: string;
  readonly policy: unknown;
}

function ask(path: string, { host = 'localhost', method = 'GET' } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers: { host } }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      const policy = response.headers['content-security-policy'];
      response.on('end', () => resolve({ status: response.statusCode, text, policy }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the server of a live report', () => {
  it('answers those who call it by a name of this machine, through a tunnel too', async () => {
    for (const host of ['localhost', `127.0.0.1:${port}`, '[::1]:1', 'LOCALHOST:9000']) {
      expect(await ask('/', { host })).toMatchObject({ status: 200, text: '<p>page</p>' });
    }
  });

  it.each(['evil.example', `evil.example:80`, 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1'])(
    'refuses the name %j, which a page of another site may have pointed here',
    async (host) => {
      expect((await ask('/', { host })).status).toBe(403);
      expect((await ask('/events', { host })).status).toBe(403);
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'])('refuses %s', async (method) => {
    expect((await ask('/', { method })).status).toBe(405);
  });

  it('has no path to a file', async () => {
    for (const path of ['/../../etc/passwd', '/study.json', '/%2e%2e/package.json', '//', '/favicon.ico']) {
      expect((await ask(path)).status).toBe(404);
    }
  });

  it('lets a page run its own scripts only, and ask nobody else', async () => {
    const { policy } = await ask('/');
    // Of the script `1`.
    expect(policy).toContain("default-src 'none'; script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='");
    expect(policy).toContain("connect-src 'self'");
  });

  it('has no summary before anything was compared', async () => {
    expect((await ask('/summary.json?x=1')).status).toBe(503);
  });

  it('tells who listens how it stands, and then what comes', async () => {
    const controller = new AbortController();
    const response = await fetch(`${server.address}events`, { signal: controller.signal });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const until = async (word: string): Promise<void> => {
      while (!text.includes(word)) text += (await reader.read()).value ?? '';
    };
    await until('"share":0.5');
    server.send({ name: 'page', data: { page: 'two\nlines' } });
    await until(String.raw`event: page${'\n'}data: {"page":"two\nlines"}${'\n\n'}`);
    controller.abort();
  });

  it('has a limit on those who listen', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const statuses: number[] = [];
    for (let i = 0; i < 34; i++) statuses.push((await fetch(`${server.address}events`, { signal })).status);
    controller.abort();
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(32);
    expect(statuses.at(-1)).toBe(503);
  });

  it('cannot be reached by another address of this machine', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    // 127.0.0.2 is this machine too, on Linux.
    for (const address of ['127.0.0.2', ...others.map((each) => each.address)]) {
      const error = await new Promise((resolve) => {
        const socket = createConnection({ host: address, port });
        socket.on('connect', () => resolve(undefined));
        socket.on('error', ({ message }) => resolve(message));
      });
      expect(error, address).toMatch(/ECONNREFUSED|EADDRNOTAVAIL|EHOSTUNREACH|ENETUNREACH/);
    }
  });

  it('says so when the port is taken', async () => {
    const again = openServer(port, { page: () => '', summary: () => '', greeting: () => [], scripts: [] });
    await expect(again).rejects.toMatchObject({
      code: 'user',
      message: expect.stringContaining(`port ${port}`) as string,
    });
  });
});
