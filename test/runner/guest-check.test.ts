import { describe, expect, it } from 'vitest';
import { loadEngine } from '../../src/runner/engines/registry.js';
import { loadFamily } from '../../src/runner/families.js';
import { checkGuest } from '../../src/runner/guest-check.js';

describe('a new guest', () => {
  it('has to describe every instance as benchmark.yaml does, not only the first', async () => {
    const family = await loadFamily('counting-ones');
    const engine = await loadEngine('process');
    await using session = await engine.open({ study: 'test' });
    const image = await session.prepare(family);
    const size = { count: 1, cpus: 1, memoryBytes: 2 ** 28, pids: 32, gpus: 0 };
    const start = () => session.start({ family, image, slot: 0, size, gpus: [], run: 'test' });
    const names = Object.keys(family.descriptors);
    expect(names.length).toBeGreaterThan(1);
    const guest = await start();
    expect(await checkGuest(guest, family)).toBe(guest);
    const last = names.at(-1) ?? '';
    const changed = { ...family.descriptors[last], licence: 'MIT' } as (typeof family.descriptors)[string];
    const otherwise = { ...family, descriptors: { ...family.descriptors, [last]: changed } };
    await expect(checkGuest(await start(), otherwise)).rejects.toThrow(
      `describes another benchmark than benchmark.yaml: ${last}`,
    );
  });
});
