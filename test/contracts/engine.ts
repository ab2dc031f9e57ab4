import { expect, it } from 'vitest';
import { canonical } from '../../src/core/json.js';
import type { Golden } from '../../src/protocol/descriptor.js';
import type { Engine, EngineSession, Guest } from '../../src/runner/engines/engine.js';
import type { Family } from '../../src/runner/families.js';
import type { Workers } from '../../src/runner/recipe.js';

export interface EngineCase {
  readonly engine: Engine;
  /** Families that it can run, their golden evaluations cheap. */
  readonly families: readonly Family[];
  /** One that it can run, and whose objective cannot be imported; absent for an engine that imports nothing by itself. */
  readonly broken?: { readonly family: Family; readonly says: RegExp };
  /** What this process has left: containers, volumes, folders, processes. */
  readonly traces: () => Promise<readonly string[]>;
}

const SIZE: Workers = { count: 2, cpus: 1, memoryBytes: 256 * 2 ** 20, pids: 64, gpus: 0 };

/** What every engine promises; a file of `engines/` is an engine when it keeps it. */
export function engineContract({ engine, families, broken, traces }: EngineCase): void {
  const withSession = async (act: (session: EngineSession) => Promise<void>): Promise<void> => {
    {
      await using session = await engine.open({ study: 'contract' });
      await act(session);
    }
    expect(await traces()).toEqual([]);
  };
  const start = async (session: EngineSession, family: Family, slot = 0, signal?: AbortSignal): Promise<Guest> => {
    const image = await session.prepare(family);
    return await session.start({ family, image, slot, size: SIZE, gpus: [], run: 'contract' }, signal);
  };

  it.each(families.map((family) => [family.name, family] as const))('serves %s as its manifest says', (_, family) =>
    withSession(async (session) => {
      const guest = await start(session, family);
      for (const [instance, descriptor] of Object.entries(family.descriptors)) {
        expect(canonical(await guest.benchmark.describe(instance))).toBe(canonical(descriptor));
        for (const golden of descriptor.golden) await keepsGolden(guest, instance, golden);
      }
    }),
  );

  it('runs two guests at once', () =>
    withSession(async (session) => {
      const [family] = families as readonly [Family];
      const guests = await Promise.all([start(session, family, 0), start(session, family, 1)]);
      const [instance, descriptor] = Object.entries(family.descriptors)[0] as [string, Family['descriptors'][string]];
      const golden = descriptor.golden[0] as Golden;
      await Promise.all(guests.map((guest) => keepsGolden(guest, instance, golden)));
    }));

  it('starts nothing that is not wanted any more, and tidies up what was under way', () =>
    withSession(async (session) => {
      const [family] = families as readonly [Family];
      await session.prepare(family);
      const controller = new AbortController();
      const starting = start(session, family, 0, controller.signal).then((guest) => guest.stop());
      setImmediate(() => controller.abort());
      await Promise.allSettled([starting]);
    }));

  if (engine.embedded) return;

  it('ends a guest at once when it is told to, and says how it ended', () =>
    withSession(async (session) => {
      const guest = await start(session, families[0] as Family);
      const began = performance.now();
      const exit = await guest.stop();
      // The goal is 0.5 s on a quiet machine.
      expect(performance.now() - began).toBeLessThan(2000);
      expect(exit).toMatchObject({ outOfMemory: false });
      expect(await guest.gone).toEqual(exit);
      expect(await guest.stop()).toEqual(exit);
      await expect(Promise.resolve(guest.benchmark.describe('any'))).rejects.toMatchObject({ code: 'infrastructure' });
    }));

  if (broken === undefined) return;

  it('tells what a guest printed that ended before it was ready', () =>
    withSession(async (session) => {
      const starting = start(session, broken.family);
      await expect(starting).rejects.toThrow(broken.says);
      await expect(starting).rejects.toMatchObject({ code: 'infrastructure' });
    }));
}

async function keepsGolden(guest: Guest, instance: string, golden: Golden): Promise<void> {
  const { configuration, fidelity, seed, metrics } = golden;
  const result = await guest.benchmark.evaluate({ instance, configuration, fidelity, seed });
  expect(result.metrics).toEqual(metrics);
  expect(result.cost).toBeGreaterThan(0);
}
