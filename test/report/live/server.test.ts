import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SuiteError } from '../../../src/core/errors.js';
import { openServer, type LiveServer } from '../../../src/report/live/server.js';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

function ask(address: string, options: { method?: string; path?: string; host?: string } = {}): Promise<Answer> {
  const { method = 'GET', path = '/', host } = options;
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, address), { method, headers: host === undefined ? {} : { host } }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the server of a live page', () => {
  let server: LiveServer;
  let summary: string | undefined;
  const SCRIPT = 'let a = 1;';
  beforeAll(async () => {
    const greeting = () => [{ name: 'progress', data: { share: 0.5 } }];
    server = await openServer(0, { page: () => '<p>page</p>', summary: () => summary, greeting, scripts: [SCRIPT] });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  it('gives the page, under a policy that lets its own scripts run and no other', async () => {
    const { status, headers, text } = await ask(server.address);
    expect({ status, text }).toEqual({ status: 200, text: '<p>page</p>' });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'sha256-[^ ']+';/);
    expect(headers['cache-control']).toBe('no-store');
  });

  it('gives the summary as soon as there is one', async () => {
    expect((await ask(server.address, { path: '/summary.json' })).status).toBe(503);
    summary = '{"format":1}';
    expect(await ask(server.address, { path: '/summary.json' })).toMatchObject({ status: 200, text: summary });
  });

  it.each([
    ['another name for this machine', { host: 'rebound.example:80' }, 403],
    ['anything but reading', { method: 'POST' }, 405],
    ['a file', { path: '/../../etc/passwd' }, 404],
    ['a file in other words', { path: '/%2e%2e/%2e%2e/etc/passwd' }, 404],
  ])('refuses %s', async (_, options, expected) => {
    expect((await ask(server.address, options)).status).toBe(expected);
  });

  it.each(['localhost', 'LOCALHOST:1', '127.0.0.1:8080', '[::1]:3'])('answers to %s', async (host) => {
    expect((await ask(server.address, { host })).status).toBe(200);
  });

  it('is not there for other machines', async () => {
    const outer = Object.values(networkInterfaces())
      .flat()
      .find((each) => each?.family === 'IPv4' && !each.internal)?.address;
    // Without a network there is nobody else.
    if (outer === undefined) return;
    const address = server.address.replace('127.0.0.1', outer);
    await expect(ask(address)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('tells who listens what is the case, and what comes', async () => {
    const heard = await new Promise<string>((resolve, reject) => {
      const asked = request(new URL('/events', server.address), (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (text.includes('"page":"2"')) asked.destroy();
          else if (text.includes('progress')) server.send({ name: 'page', data: { page: '2' } });
        });
        answer.on('close', () => resolve(text));
      });
      asked.on('error', (error) => reject(error));
      asked.end();
    });
    expect(heard).toContain('event: progress\ndata: {"share":0.5}\n\n');
    expect(heard).toContain('event: page\ndata: {"page":"2"}\n\n');
  });

  it('says how to mend a port that is taken', async () => {
    const port = Number(new URL(server.address).port);
    const content = { page: () => '', summary: () => undefined, greeting: () => [], scripts: [] };
    const error = await openServer(port, content).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SuiteError);
    expect(error).toMatchObject({ code: 'user', details: { key: '--port' } });
  });
});
