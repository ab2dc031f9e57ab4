import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineHere } from '../../images/engine-here.js';
import { temporaryFolder } from '../../images/family-fixture.js';
import { logsOf } from '../study-fixture.js';
import { containersOf, traces, until } from './bench.js';
import { hport, linesOf, observedIn, startHport, type Started, writeRecipe } from './cli.js';

const LOG = 'runs/saver.only.random-search.1.jsonl';

function statusesIn(folder: string): readonly (string | undefined)[] {
  return linesOf(join(folder, LOG))
    .map((line) => JSON.parse(line) as { readonly record: string; readonly status?: string; readonly code?: string })
    .filter(({ record }) => record === 'observed')
    .map(({ status, code }) => code ?? status);
}

/** The folder of a running runner. */
function workplaceOf({ identity }: Started): string | undefined {
  const found = readdirSync(tmpdir())
    .map((name) => join(tmpdir(), name))
    .find((folder) => {
      const owner = join(folder, 'runner');
      return existsSync(owner) && readFileSync(owner, 'utf8') === identity;
    });
  return found;
}

const observed = (folder: string): number => observedIn(linesOf(join(folder, LOG))).length;

describe('a study whose place of checkpoints goes away', { timeout: 120_000 }, () => {
  it('is interrupted, writes no outcome of it, and goes on later', async () => {
    const place = temporaryFolder();
    const more = ['engine: process', 'retries: 1'];
    const recipe = writeRecipe(place, 'saver', 'only', more);
    const folder = join(place, 'study');
    const started = startHport(['run', recipe, '--out', folder]);
    await until(() => observed(folder) >= 4, 60_000);
    const checkpoints = join(workplaceOf(started) ?? '', 'checkpoints-saver');
    rmSync(checkpoints, { recursive: true });
    writeFileSync(checkpoints, 'this was a folder');
    const { code, stdout } = await started.ended;
    expect(stdout).toContain('saver.only.random-search.1 was interrupted, not by you');
    expect(stdout).toContain(`hport resume ${folder}`);
    expect(code).toBe(1);
    expect(new Set(statusesIn(folder))).toEqual(new Set(['completed']));
    const again = await hport(['resume', folder]);
    expect(again.code, again.stderr).toBe(0);
    expect(statusesIn(folder)).toEqual(Array(14).fill('completed'));
  });
});

/** A door to the real engine that can be closed: to the runner that is an engine that ends. */
async function openDoor(): Promise<{ readonly address: string; readonly close: () => void }> {
  const path = join(temporaryFolder(), 'engine.sock');
  const open = new Set<Socket>();
  const server: Server = createServer((client) => {
    const engine = connect('/var/run/docker.sock');
    for (const each of [client, engine]) {
      open.add(each);
      each.on('error', () => each.destroy());
      each.on('close', () => open.delete(each));
    }
    client.pipe(engine).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const close = (): void => {
    server.close();
    for (const each of open) each.destroy();
    rmSync(path, { force: true });
  };
  return { address: `unix://${path}`, close };
}

describe.skipIf(!engineHere)('a study whose container engine ends', { timeout: 180_000 }, () => {
  it('is interrupted with its table and word of how to go on, and goes on later', async () => {
    const place = temporaryFolder();
    const recipe = writeRecipe(place, 'saver', 'only', ['engine: docker', 'retries: 1']);
    const folder = join(place, 'study');
    const door = await openDoor();
    const started = startHport(['run', recipe, '--out', folder], { DOCKER_HOST: door.address });
    await until(() => observed(folder) >= 3, 120_000);
    door.close();
    // The engine takes its containers with it.
    await Promise.all((await containersOf(started.identity)).map((each) => each.remove({ force: true })));
    const { code, stdout, stderr } = await started.ended;
    expect(stderr).not.toContain('mistake of hport');
    expect(stdout).toContain('was interrupted, not by you');
    expect(stdout).toContain(`hport resume ${folder}`);
    expect(code).toBe(1);
    expect(new Set(statusesIn(folder))).toEqual(new Set(['completed']));
    const again = await hport(['resume', folder]);
    expect(again.code, again.stderr).toBe(0);
    expect(statusesIn(folder)).toEqual(Array(14).fill('completed'));
    // What the first session could not remove, this one has.
    expect(await traces(started.identity)).toEqual([]);
  });
});

describe.skipIf(!engineHere)('guests that crash', { timeout: 180_000 }, () => {
  it('leave the same log on every engine; how they ended is kept apart', async () => {
    const place = temporaryFolder();
    const folders: string[] = [];
    for (const engine of ['process', 'docker']) {
      const recipe = writeRecipe(place, 'crasher', 'only', [`engine: ${engine}`, 'retries: 1']);
      const folder = join(place, engine);
      const { code, stderr } = await hport(['run', recipe, '--out', folder]);
      expect(code, stderr).toBe(0);
      folders.push(folder);
    }
    const [first, second] = folders.map(logsOf);
    expect(first).toEqual(second);
    expect(Object.values(first ?? {}).join('')).toContain('"code":"guest-exited"');
    expect(readFileSync(join(place, 'process', 'logs', 'lost-workers.log'), 'utf8')).toContain(
      'these are my last words',
    );
  });
});
