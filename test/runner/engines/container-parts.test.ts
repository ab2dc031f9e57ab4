import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { boundedLog } from '../../../src/runner/engines/parts/bounded-log.js';
import { type ContainerEvents, watchContainers } from '../../../src/runner/engines/parts/container-events.js';
import { demultiplex } from '../../../src/runner/engines/parts/container-output.js';
import type { Docker } from '../../../src/runner/engines/parts/docker-client.js';

const folder = mkdtempSync(join(tmpdir(), 'hport-test-parts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function frame(content: Buffer): Buffer {
  const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(content.length, 4);
  return Buffer.concat([head, content]);
}

describe('the output of a container', () => {
  it('is put together from frames, wherever they are cut', () => {
    const contents = fc.array(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)));
    fc.assert(
      fc.property(contents, fc.integer({ min: 1, max: 30 }), (parts, size) => {
        const found: Buffer[] = [];
        const take = demultiplex((bytes) => void found.push(bytes));
        const stream = Buffer.concat(parts.map(frame));
        for (let at = 0; at < stream.length; at += size) take(stream.subarray(at, at + size));
        expect(Buffer.concat(found)).toEqual(Buffer.concat(parts));
      }),
    );
  });

  it('of single bytes overflows no stack', () => {
    let bytes = 0;
    demultiplex((content) => void (bytes += content.length))(
      Buffer.concat(Array.from({ length: 50_000 }, () => frame(Buffer.from('.')))),
    );
    expect(bytes).toBe(50_000);
  });
});

describe('the log of a guest', () => {
  it('keeps the beginning in a file and the end in memory', () => {
    const file = join(folder, 'log');
    const log = boundedLog(file);
    log.write(Buffer.from('the beginning\n'));
    for (let megabyte = 0; megabyte < 4; megabyte++) log.write(Buffer.alloc(2 ** 20, 'x\n'));
    log.write(Buffer.from('one\ntwo\n'));
    log.write(Buffer.from('the end\n'));
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^the beginning\nx\n/);
    expect(text).toMatch(/\n\[more was printed, and not kept\]\n$/);
    expect(text.length).toBeLessThan(2 ** 20 + 100);
    expect(log.tail().split('\n')).toHaveLength(12);
    expect(log.tail()).toMatch(/\none\ntwo\nthe end$/);
  });

  it('goes on in the same file, within the same bound, and without a file at all', () => {
    const file = join(folder, 'shared');
    boundedLog(file).write(Buffer.from('first\n'));
    boundedLog(file).write(Buffer.from('second\n'));
    expect(readFileSync(file, 'utf8')).toBe('first\nsecond\n');
    const lost = boundedLog(join(folder, 'no', 'such', 'folder'));
    lost.write(Buffer.from('said\n'));
    expect(lost.tail()).toBe('said');
  });
});

describe('the end of a container', () => {
  const event = (Action: string, ID: string, exitCode?: string): string =>
    `${JSON.stringify({ Action, Actor: { ID, Attributes: { exitCode } } })}\n`;
  const watch = async (): Promise<{ engine: PassThrough; events: ContainerEvents }> => {
    const engine = new PassThrough();
    const docker = { getEvents: () => Promise.resolve(engine) } as unknown as Docker;
    return { engine, events: await watchContainers(docker, 'nobody') };
  };

  it('is out of memory when the engine says so before it or a little after it', async () => {
    const { engine, events } = await watch();
    const lives = ['before', 'after', 'other'].map((id) => events.follow(id));
    engine.write(event('oom', 'before') + event('die', 'before', '137'));
    engine.write(event('die', 'after', '137') + event('die', 'other', '137') + event('oom', 'after'));
    expect(await Promise.all(lives.map(({ exit }) => exit))).toEqual([
      { how: 'was ended by the limit on memory', outOfMemory: true },
      { how: 'was ended by the limit on memory', outOfMemory: true },
      { how: 'exited with code 137', outOfMemory: false },
    ]);
    events.close();
  });

  it('is not when we killed it, or when it exited by itself after a child of it was', async () => {
    const { engine, events } = await watch();
    const [ours, exited] = [events.follow('ours'), events.follow('exited')];
    engine.write(event('oom', 'ours') + event('oom', 'exited'));
    ours.killing();
    engine.write(event('die', 'ours', '137') + event('die', 'exited', '1'));
    expect(await ours.exit).toEqual({ how: 'exited with code 137', outOfMemory: false });
    expect(await exited.exit).toEqual({ how: 'exited with code 1', outOfMemory: false });
    events.close();
  });

  it('is known even when the engine goes away, or the container never ran', async () => {
    const { engine, events } = await watch();
    const [running, never] = [events.follow('running'), events.follow('never')];
    never.forget();
    expect(await never.exit).toMatchObject({ how: 'never ran' });
    engine.destroy();
    expect(await running.exit).toMatchObject({ how: 'was lost: the container engine is gone', outOfMemory: false });
    expect(await events.follow('later').exit).toMatchObject({ outOfMemory: false });
  });
});
