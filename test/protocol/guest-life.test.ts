import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { DESCRIPTORS } from './fixture-descriptors.js';
import { evaluateLine } from './raw-lines.js';
import {
  COMMANDS,
  connectGuest,
  failureOf,
  familyFolder,
  request,
  startGuest,
  type Language,
  type Transport,
} from './start-guest.js';

const GUESTS: readonly (readonly [Language, Transport])[] = [
  ['node', 'socket'],
  ['node', 'stdio'],
  ['python', 'socket'],
  ['python', 'stdio'],
];

interface ProcessEntry {
  readonly id: number;
  readonly parent: number;
}

/** All processes; zombies, which only wait for a slow process 1, are dead. */
function living(): readonly ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return { id: state === 'Z' ? 0 : Number(name), parent: Number(parent) };
      } catch {
        return { id: 0, parent: 0 };
      }
    });
}

function anyAlive(processes: readonly number[]): boolean {
  return living().some(({ id }) => processes.includes(id));
}

/** A guest's process and its children. */
function familyOf(pid: number): readonly number[] {
  return living()
    .filter(({ id, parent }) => id !== 0 && (id === pid || parent === pid))
    .map(({ id }) => id);
}

async function millisecondsUntil(condition: () => boolean, limit: number): Promise<number> {
  const start = performance.now();
  while (!condition() && performance.now() - start < limit) await new Promise((again) => setTimeout(again, 5));
  return performance.now() - start;
}

/** A host with a guest that is busy for an hour. */
async function startBusyHost(
  language: Language,
  transport: Transport,
  mode: string,
): Promise<{ readonly kill: () => void; readonly guest: readonly number[] }> {
  const place = mkdtempSync(join(tmpdir(), 'hport-host-'));
  writeFileSync(join(place, 'descriptors.json'), JSON.stringify({ recorded: DESCRIPTORS.recorded }));
  const line = evaluateLine(2, mode, { configuration: { x: 100, mode } });
  const host = spawn(
    process.execPath,
    [resolve('test/protocol/fixtures/host.mjs'), transport, line, ...COMMANDS[language]],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        FIRST: evaluateLine(1),
        HPORT_FAMILY: familyFolder(language),
        HPORT_DESCRIPTORS: join(place, 'descriptors.json'),
        HPORT_SOCKET: join(place, 'socket'),
      },
    },
  );
  const told: string[] = [];
  for await (const text of createInterface({ input: host.stdout })) if (told.push(text) === 2) break;
  return { kill: () => host.kill('SIGKILL'), guest: familyOf(Number(told[0])) };
}

describe.each(GUESTS)('the life of a %s guest over %s', (language, transport) => {
  it.each(['spin', 'wait', 'wait-spin'])(
    'ends within a second after its host was killed while it was busy (%s)',
    async (mode) => {
      const { kill, guest } = await startBusyHost(language, transport, mode);
      expect(guest).toHaveLength(language === 'node' && transport === 'stdio' ? 2 : 1);
      kill();
      expect(await millisecondsUntil(() => !anyAlive(guest), 5000)).toBeLessThan(1000);
    },
  );

  it('ends with 0 at SIGTERM', async () => {
    const guest = await connectGuest(language, transport);
    await guest.connection.evaluate(request('plain'));
    // The Node guest leaves SIGTERM to the system for a moment after an evaluation, and then ends by the signal.
    await new Promise((later) => setTimeout(later, 500));
    guest.process.kill('SIGTERM');
    expect(await guest.exit).toBe(0);
    expect((await guest.connection.closed)?.message).toContain('the guest ended the connection');
  });

  it.each(['spin', 'wait', 'wait-spin'])('ends at once at SIGTERM while it is busy (%s)', async (mode) => {
    const guest = await connectGuest(language, transport);
    await guest.connection.evaluate(request('plain'));
    const pending = failureOf(guest.connection.evaluate(request(mode, { x: 100 })));
    // Long enough to be in the middle of it.
    await new Promise((later) => setTimeout(later, 300));
    const start = performance.now();
    guest.process.kill('SIGTERM');
    await guest.exit;
    expect(performance.now() - start).toBeLessThan(1000);
    expect(await pending).toMatchObject({ name: 'SuiteError', code: 'infrastructure' });
  });

  it('ends when the host closes the connection, busy or not', async () => {
    const idle = await connectGuest(language, transport);
    await idle.connection.describe('recorded');
    idle.connection.close();
    expect(await idle.exit).toBe(0);
    expect(await idle.connection.closed).toBeUndefined();

    const busy = await connectGuest(language, transport);
    await busy.connection.evaluate(request('plain'));
    const pending = failureOf(busy.connection.evaluate(request('spin', { x: 100 })));
    await new Promise((later) => setTimeout(later, 100));
    const start = performance.now();
    busy.connection.close();
    expect(await busy.exit).not.toBe(0);
    expect(performance.now() - start).toBeLessThan(1000);
    expect((await pending).message).toContain('was closed');
  });

  it('rejects what is pending when the guest dies, and everything after', async () => {
    const { connection } = await connectGuest(language, transport);
    const pending = [request('exit'), request('plain')].map((params) => failureOf(connection.evaluate(params)));
    for (const error of await Promise.all(pending)) expect(error).toMatchObject({ code: 'infrastructure' });
    expect(await failureOf(connection.evaluate(request('plain')))).toMatchObject({ code: 'infrastructure' });
    expect(await failureOf(connection.describe('recorded'))).toMatchObject({ code: 'infrastructure' });
    expect((await connection.closed)?.code).toBe('infrastructure');
  });

  it('ends with a message when its family is not there', async () => {
    const start = startGuest(language, 'stdio', { family: '/nowhere' });
    const guest = await start;
    expect(await guest.exit).toBe(1);
    expect(guest.log()).toMatch(/objective/);
  });
});

describe('a guest tried by hand', () => {
  it.each(['node', 'python'] as const)('answers what is piped into it (%s)', async (language) => {
    const guest = await startGuest(language, 'stdio');
    let text = '';
    guest.input.on('data', (chunk: Buffer) => (text += chunk.toString()));
    guest.output.end(`${evaluateLine(1)}\n${evaluateLine(2)}\n`);
    await once(guest.input, 'end');
    expect(await guest.exit).toBe(0);
    expect(text.trim().split('\n')).toHaveLength(2);
  });
});
