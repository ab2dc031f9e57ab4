import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineHere } from '../../images/engine-here.js';
import { type Bench, containersOf, openBench, type OpenBench, traces, until } from './bench.js';

describe.skipIf(!engineHere)('a guest without bounds', { timeout: 90_000 }, () => {
  let bench: Bench;
  let guests: OpenBench;
  beforeAll(async () => {
    bench = await openBench('docker');
    guests = await bench.open({ deadline: 1.5 });
  });
  afterAll(async () => {
    await guests[Symbol.asyncDispose]();
    await bench[Symbol.asyncDispose]();
    expect(await traces()).toEqual([]);
  });
  const goesOn = async (): Promise<void> => {
    expect(await guests.act('behave', { x: 2 })).toMatchObject({ status: 'completed', metrics: { loss: 4 } });
  };

  it.each(['hang', 'stubborn'])(
    'of time (%s) is stopped at its deadline, told with its cost, and replaced',
    async (act) => {
      const outcome = await guests.act(act);
      expect(outcome).toMatchObject({ status: 'timed-out', code: 'deadline' });
      expect(outcome.cost).toBeGreaterThanOrEqual(1.5);
      expect(outcome.cost).toBeLessThan(4);
      await goesOn();
    },
  );

  it('that gives up when it is cancelled stays warm', async () => {
    const [before] = await containersOf();
    expect(await guests.act('sleep', { x: 10 })).toMatchObject({ status: 'timed-out', code: 'deadline' });
    await goesOn();
    expect((await containersOf()).map(({ id }) => id)).toEqual([before?.id]);
  });

  it('of memory is told as out of memory, every time', async () => {
    for (let turn = 0; turn < 5; turn++) {
      const outcome = await guests.act('allocate');
      expect(outcome).toMatchObject({ status: 'out-of-memory', code: 'out-of-memory' });
      expect(outcome.cost).toBeGreaterThan(0);
    }
    await goesOn();
  });

  it('whose child was ended by the limit, and which then exits, has exited', async () => {
    expect(await guests.act('child-allocates')).toMatchObject({ code: 'guest-exited' });
    expect(guests.lost.at(-1)).toMatch(/it exited with code 3; it printed: the child ended with 9/);
    await goesOn();
  });

  it('that is killed from outside was lost, and not out of memory; a retry completes', async () => {
    await using retrying = await bench.open({ retries: 1, deadline: 30 });
    await retrying.act('behave');
    const known = new Set((await containersOf()).map(({ id }) => id));
    const evaluation = retrying.act('sleep', { x: 1 });
    await Promise.all((await containersOf()).map((container) => container.kill()));
    expect(await evaluation).toMatchObject({ status: 'completed' });
    expect((await containersOf()).filter(({ id }) => known.has(id))).toEqual([]);
    await goesOn();
  });

  it('of processes meets its limit, and takes them all along when it ends', async () => {
    const outcome = await guests.act('fork');
    expect(outcome).toMatchObject({ status: 'failed', code: 'objective-failed' });
    const children = Number(/(\d+) children/.exec('message' in outcome ? outcome.message : '')?.[1]);
    expect(children).toBeGreaterThan(5);
    expect(children).toBeLessThan(32);
    await goesOn();
  });

  it('of files meets the bounds of what it can write to', async () => {
    const full = {
      status: 'failed',
      code: 'objective-failed',
      message: expect.stringContaining('No space left') as string,
    };
    await using roomy = await bench.open({ workers: { count: 1, cpus: 1, memoryBytes: 2 ** 28, pids: 32, gpus: 0 } });
    expect(await roomy.act('fill-tmp')).toMatchObject(full);
    expect(await roomy.act('fill-checkpoint', { keep: true })).toMatchObject(full);
    expect(await roomy.act('behave', { keep: true })).toMatchObject({ status: 'completed' });
  });

  it('of words leaves the runner as it was', async () => {
    const before = process.memoryUsage().rss;
    expect(await guests.act('single-bytes')).toMatchObject({ status: 'timed-out' });
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
    await goesOn();
  });

  it('that ignores the end of its stream and SIGTERM is stopped at once all the same', async () => {
    const image = await bench.session.prepare(bench.family);
    const size = { count: 1, cpus: 1, memoryBytes: 96 * 2 ** 20, pids: 32, gpus: 0 };
    const spec = { family: bench.family, image, slot: 7, size, gpus: [], run: 'stubborn' };
    const guest = await bench.session.start(spec);
    const configuration = { act: 'stubborn', x: 1 };
    const answer = Promise.resolve(
      guest.benchmark.evaluate({ instance: 'only', configuration, fidelity: { steps: 1 }, seed: 1 }),
    );
    await Promise.allSettled([Promise.race([answer, until(() => false, 300)])]);
    const began = performance.now();
    const exit = await guest.stop();
    expect(performance.now() - began).toBeLessThan(1500);
    expect(exit).toMatchObject({ outOfMemory: false });
    await expect(answer).rejects.toMatchObject({ code: 'infrastructure' });
  });
});
