import { afterEach, describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/runner/doctor.js';
import type { Guest, GuestSpec } from '../../../src/runner/engines/engine.js';
import { connectDocker } from '../../../src/runner/engines/parts/docker-client.js';
import { engineHere } from '../../images/engine-here.js';
import { type Bench, containersOf, openBench, SIZE, traces } from './bench.js';

// Not stubbed: the bench takes back all that is.
afterEach(() => {
  delete process.env['HPORT_RUNTIME_CLASS'];
});

async function start({ family, session }: Bench): Promise<Guest> {
  const image = await session.prepare(family);
  const spec: GuestSpec = { family, image, slot: 0, size: SIZE, gpus: [], run: 'test' };
  return await session.start(spec);
}

describe.skipIf(!engineHere)('the volume of checkpoints', { timeout: 60_000 }, () => {
  it('that somebody removes is missed when the next container starts, and never replaced by a folder on the disk', async () => {
    {
      await using bench = await openBench('docker');
      const guest = await start(bench);
      const [container] = await containersOf();
      const { Mounts } = await (container as NonNullable<typeof container>).inspect();
      const name = Mounts.find(({ Destination }) => Destination === '/checkpoints')?.Name ?? '';
      await guest.stop();
      await (await connectDocker()).getVolume(name).remove();
      const again = start(bench);
      await expect(again).rejects.toThrow(`the volume ${name} with the checkpoints of this study is gone`);
      await expect(again).rejects.toMatchObject({ code: 'infrastructure' });
      expect(await containersOf()).toEqual([]);
    }
    expect(await traces()).toEqual([]);
  });
});

describe.skipIf(!engineHere)('the runtime that HPORT_RUNTIME_CLASS names', { timeout: 60_000 }, () => {
  const RUNTIME = 'io.containerd.runc.v2';

  it('runs the guests, and hport doctor says so', async () => {
    process.env['HPORT_RUNTIME_CLASS'] = RUNTIME;
    await using bench = await openBench('docker');
    const guest = await start(bench);
    const [container] = await containersOf();
    expect((await container?.inspect())?.HostConfig.Runtime).toBe(RUNTIME);
    expect(await guest.benchmark.describe('only')).toMatchObject({ family: 'hostile' });
    expect((await diagnose()).find(({ name }) => name === 'docker')).toMatchObject({
      status: 'ok',
      message: expect.stringContaining(`guests are run by ${RUNTIME}`) as string,
    });
  });

  it('has to be there', async () => {
    process.env['HPORT_RUNTIME_CLASS'] = 'no-such-runtime';
    await expect(openBench('docker')).rejects.toMatchObject({
      code: 'user',
      message: expect.stringMatching(/^the container engine has no runtime "no-such-runtime": it has .*runc/) as string,
    });
    expect((await diagnose()).find(({ name }) => name === 'docker')).toMatchObject({ status: 'warning' });
    expect(await traces()).toEqual([]);
  });
});
