import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { connectDocker } from '../../../src/runner/engines/parts/docker-client.js';
import { containerOptions } from '../../../src/runner/engines/parts/container-options.js';
import { loadEngine } from '../../../src/runner/engines/registry.js';
import { engineHere } from '../../images/engine-here.js';
import { fixture, SIZE, traces } from './bench.js';

const folder = mkdtempSync(join(tmpdir(), 'hport-test-gpus-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
});

/** A machine with two GPUs, as far as its driver's program is asked. */
function twoGpus(): void {
  writeFileSync(join(folder, 'nvidia-smi'), `#!/bin/sh\necho '0, GPU-aa'\necho '1, GPU-bb'\n`);
  chmodSync(join(folder, 'nvidia-smi'), 0o755);
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`);
}

const hostile = await fixture('hostile');
const size = { ...SIZE, gpus: 1 };

describe('GPUs of a worker that is a process', () => {
  it('are all that it sees', async () => {
    twoGpus();
    const engine = await loadEngine('process');
    await using session = await engine.open({ study: 'gpus' });
    const image = await session.prepare(hostile);
    const seen = await Promise.all(
      [['0'], ['GPU-bb'], []].map(async (gpus, slot) => {
        const guest = await session.start({ family: hostile, image, slot, size, gpus, run: 'gpus' });
        const configuration = { act: 'look', x: 1 };
        const answer = guest.benchmark.evaluate({ instance: 'only', configuration, fidelity: { steps: 1 }, seed: 1 });
        const message = await Promise.resolve(answer).then(String, String);
        return /"CUDA_VISIBLE_DEVICES": "([^"]*)"/.exec(message)?.[1];
      }),
    );
    expect(seen).toEqual(['0', 'GPU-bb', '']);
  });

  it('that are not there are an error that says so', async () => {
    twoGpus();
    const engine = await loadEngine('process');
    await using session = await engine.open({ study: 'gpus' });
    const image = await session.prepare(hostile);
    const start = session.start({ family: hostile, image, slot: 0, size, gpus: ['2'], run: 'gpus' });
    await expect(start).rejects.toThrow('the recipe asks for GPU 2, and this machine has only 0, 1');
    await expect(start).rejects.toMatchObject({ code: 'infrastructure', details: { key: 'workers.gpus' } });
  });
});

describe.skipIf(!engineHere)('GPUs of a worker that is a container', () => {
  it('reach the engine, and are counted from 0 inside', async () => {
    const engine = await loadEngine('docker');
    await using session = await engine.open({ study: 'gpus' });
    const image = await session.prepare(hostile);
    const spec = { family: hostile, image, slot: 1, size: { ...size, gpus: 2 }, gpus: ['2', '3'], run: 'gpus' };
    const ours = { checkpoints: undefined, user: 65534, runtime: undefined, study: 'gpus', identity: 'nobody' };
    const parts = { spec, socket: folder, ...ours };
    const docker = await connectDocker();
    const container = await docker.createContainer(containerOptions(parts));
    try {
      const { HostConfig, Config } = await container.inspect();
      expect(HostConfig.DeviceRequests).toMatchObject([
        { Driver: 'nvidia', Count: 0, DeviceIDs: ['2', '3'], Capabilities: [['gpu']] },
      ]);
      expect(Config.Env).toContain('CUDA_VISIBLE_DEVICES=0,1');
    } finally {
      await container.remove({ force: true });
    }
  });

  it('that the engine does not have are an error that says so, and leave nothing', async () => {
    {
      const engine = await loadEngine('docker');
      await using session = await engine.open({ study: 'gpus' });
      const image = await session.prepare(hostile);
      const start = session.start({ family: hostile, image, slot: 0, size, gpus: ['no-such-device'], run: 'gpus' });
      await expect(start).rejects.toThrow(/^the recipe asks for GPU no-such-device, and the container engine does not/);
      await expect(start).rejects.toMatchObject({ code: 'infrastructure', details: { key: 'workers.gpus' } });
    }
    expect(await traces()).toEqual([]);
  });
});
