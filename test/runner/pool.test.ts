import { setImmediate as breath } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createPool, type Lease } from '../../src/runner/pool.js';
import { inMemoryKind } from './in-memory-guest.js';

/** Whether a promise has settled by now. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  const mark = (): void => void (done = true);
  promise.then(mark, mark);
  await breath();
  return done;
}

describe('a pool', () => {
  it('starts a guest when first needed, and lends it again', async () => {
    await using pool = createPool(2);
    const kind = inMemoryKind();
    const first = await pool.lend({ kind, run: 'a', alone: false });
    first.release();
    const second = await pool.lend({ kind, run: 'b', alone: false });
    expect(second.guest).toBe(first.guest);
    expect(kind.started.map(({ slot, run }) => [slot, run])).toEqual([[0, 'a']]);
    expect(second.alone).toBe(true);
  });

  it('never lends a guest to more than it may have in flight', async () => {
    await using pool = createPool(1);
    const kind = inMemoryKind({ inFlight: 3 });
    const leases = await Promise.all([1, 2, 3].map(() => pool.lend({ kind, run: 'a', alone: false })));
    expect(leases.map(({ alone }) => alone)).toEqual([false, false, false]);
    const fourth = pool.lend({ kind, run: 'a', alone: false });
    expect(await settled(fourth)).toBe(false);
    leases[1]?.release();
    expect(await settled(fourth)).toBe(true);
    expect(kind.started).toHaveLength(1);
  });

  it('lends a guest alone when nobody else has it, and to nobody else meanwhile', async () => {
    await using pool = createPool(1);
    const kind = inMemoryKind({ inFlight: 3 });
    const shared = await pool.lend({ kind, run: 'a', alone: false });
    const alone = pool.lend({ kind, run: 'a', alone: true });
    // Who comes later does not overtake: otherwise the one who wants to be alone would wait for ever.
    const later = pool.lend({ kind, run: 'a', alone: false });
    expect([await settled(alone), await settled(later)]).toEqual([false, false]);
    shared.release();
    expect([await settled(alone), await settled(later)]).toEqual([true, false]);
    expect((await alone).alone).toBe(true);
    (await alone).release();
    expect(await settled(later)).toBe(true);
  });

  it('serves in the order of asking', async () => {
    await using pool = createPool(1);
    const kind = inMemoryKind();
    const order: number[] = [];
    let lease: Lease = await pool.lend({ kind, run: 'a', alone: false });
    const waiting = Array.from({ length: 20 }, async (_, number) => {
      const mine = await pool.lend({ kind, run: `${number}`, alone: number % 3 === 0 });
      order.push(number);
      await breath();
      mine.release();
    });
    lease.release();
    await Promise.all(waiting);
    lease = await pool.lend({ kind, run: 'z', alone: false });
    expect(order).toEqual(Array.from({ length: 20 }, (_, number) => number));
  });

  it('replaces a guest that was discarded, once the old one has ended', async () => {
    const gates = { stop: Promise.resolve() };
    const kind = inMemoryKind({ gate: (what) => (what === 'stop' ? gates.stop : Promise.resolve()) });
    await using pool = createPool(1);
    const lease = await pool.lend({ kind, run: 'a', alone: false });
    let open = (): void => undefined;
    gates.stop = new Promise((resolve) => (open = resolve));
    const discarding = lease.discard();
    lease.release();
    const next = pool.lend({ kind, run: 'b', alone: false });
    expect(await settled(next)).toBe(false);
    expect(kind.started).toHaveLength(1);
    open();
    expect(await discarding).toMatchObject({ how: 'was stopped' });
    expect((await next).guest).toBe(kind.started[1]);
  });

  it('forgets a guest that ended while nobody used it', async () => {
    await using pool = createPool(1);
    const kind = inMemoryKind();
    (await pool.lend({ kind, run: 'a', alone: false })).release();
    kind.started[0]?.die('exited with code 1');
    await breath();
    expect((await pool.lend({ kind, run: 'a', alone: false })).guest).toBe(kind.started[1]);
  });

  it('tells who asked when a guest does not start, and tries again for the next', async () => {
    let fails = 2;
    const kind = inMemoryKind({
      gate: (what) =>
        what === 'start' && fails-- > 0 ? Promise.reject(new Error('no such image')) : Promise.resolve(),
    });
    await using pool = createPool(1);
    const two = await Promise.allSettled([1, 2].map(() => pool.lend({ kind, run: 'a', alone: false })));
    expect(two.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const third = await pool.lend({ kind, run: 'a', alone: false });
    expect(third.guest).toBe(kind.started[0]);
  });

  it('lets go of whoever waits no more; a guest under way starts for the others', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const kind = inMemoryKind({ gate: () => gate, inFlight: 2 });
    await using pool = createPool(1);
    const [first, third] = [new AbortController(), new AbortController()];
    const impatient = pool.lend({ kind, run: 'a', alone: false, signal: first.signal });
    const patient = pool.lend({ kind, run: 'b', alone: false });
    const queued = pool.lend({ kind, run: 'c', alone: false, signal: third.signal });
    const late = pool.lend({ kind, run: 'd', alone: false });
    first.abort();
    third.abort();
    await expect(impatient).rejects.toMatchObject({ code: 'infrastructure' });
    await expect(queued).rejects.toMatchObject({ code: 'infrastructure' });
    open();
    expect((await patient).guest).toBe((await late).guest);
    await expect(pool.lend({ kind, run: 'e', alone: false, signal: AbortSignal.abort() })).rejects.toThrow(
      'interrupted',
    );
  });

  it('gives the slot of an idle guest to another family, and never has more guests than slots', async () => {
    await using pool = createPool(2);
    const [left, right] = [inMemoryKind(), inMemoryKind()];
    const held = await pool.lend({ kind: left, run: 'a', alone: false });
    (await pool.lend({ kind: left, run: 'a', alone: false })).release();
    const other = await pool.lend({ kind: right, run: 'b', alone: false });
    expect(left.started.map((guest) => guest.stopped())).toEqual([false, true]);
    expect(right.started.map(({ slot }) => slot)).toEqual([1]);
    const third = pool.lend({ kind: right, run: 'b', alone: false });
    expect(await settled(third)).toBe(false);
    held.release();
    expect((await third).guest).toBe(right.started[1]);
    other.release();
  });

  it('keeps to the number of guests that a family may have', async () => {
    await using pool = createPool(3);
    const kind = inMemoryKind({ guests: 1 });
    const lease = await pool.lend({ kind, run: 'a', alone: false });
    const second = pool.lend({ kind, run: 'a', alone: false });
    expect(await settled(second)).toBe(false);
    lease.release();
    expect((await second).guest).toBe(lease.guest);
    expect(await pool.warm(kind)).toBe(lease.guest);
    expect(pool.warm(inMemoryKind())).toBeUndefined();
  });

  it('ends all of its guests when it is disposed of, those under way too, and lends no more', async () => {
    const pool = createPool(2);
    const kind = inMemoryKind();
    const slow = inMemoryKind({
      gate: (what, _, signal) =>
        new Promise((resolve, reject) => {
          if (what === 'stop') resolve();
          signal?.addEventListener('abort', () => reject(new Error('not wanted')));
        }),
    });
    await pool.lend({ kind, run: 'a', alone: false });
    const starting = pool.lend({ kind: slow, run: 'b', alone: false });
    const waiting = pool.lend({ kind, run: 'c', alone: false });
    const answers = Promise.allSettled([starting, waiting]);
    await breath();
    await pool[Symbol.asyncDispose]();
    expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(kind.started.map((guest) => guest.stopped())).toEqual([true]);
    expect(slow.started).toEqual([]);
    await expect(pool.lend({ kind, run: 'd', alone: false })).rejects.toThrow('interrupted');
  });
});
