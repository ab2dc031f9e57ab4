import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processIdentity } from '../../../src/core/identity.js';
import { engineHere } from '../../images/engine-here.js';
import { type Bench, containersOf, openBench, type OpenBench, SIZE } from './bench.js';

interface Look {
  readonly uid: number;
  readonly gid: number;
  readonly env: Readonly<Record<string, string>>;
  readonly processes: readonly string[];
  readonly interfaces: readonly string[];
  readonly written: readonly string[];
  readonly capabilities: readonly string[];
  readonly new_privileges: readonly string[];
  readonly tmp: number;
}

describe.skipIf(!engineHere)('a worker in a container', () => {
  let bench: Bench;
  let guests: OpenBench;
  beforeAll(async () => {
    process.env['A_SECRET_OF_THE_HOST'] = 'secret';
    bench = await openBench('docker');
    guests = await bench.open();
    await guests.act('behave');
  });
  afterAll(async () => {
    delete process.env['A_SECRET_OF_THE_HOST'];
    await guests[Symbol.asyncDispose]();
    await bench[Symbol.asyncDispose]();
  });

  it('is hardened and limited in every way that the engine has', async () => {
    const [container] = await containersOf();
    const { Config, HostConfig, Image, State, Mounts } = await (container as NonNullable<typeof container>).inspect();
    expect(State.Running).toBe(true);
    expect(Image).toBe(bench.image.digest);
    expect(HostConfig).toMatchObject({
      AutoRemove: true,
      Privileged: false,
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      Tmpfs: { '/tmp': 'rw,nosuid,nodev,noexec,size=64m,mode=1777' },
      CapDrop: ['ALL'],
      CapAdd: null,
      SecurityOpt: ['no-new-privileges'],
      IpcMode: 'private',
      PidMode: '',
      UsernsMode: '',
      Memory: SIZE.memoryBytes,
      MemorySwap: SIZE.memoryBytes,
      NanoCpus: 1e9,
      PidsLimit: SIZE.pids,
      Init: true,
      LogConfig: { Type: 'none' },
      Binds: null,
      PortBindings: {},
    });
    expect(Config.User).toBe('65534:65534');
    expect(Config.Labels).toMatchObject({
      'org.hport.runner': processIdentity(),
      'org.hport.study': 'test',
      'org.hport.run': 'test.run',
      'org.hport.family': 'hostile',
      'org.hport.worker': '0',
    });
    const mounts = Mounts.map(({ Destination, RW }) => `${Destination} ${RW ? 'rw' : 'ro'}`).sort();
    expect(mounts).toEqual(['/checkpoints rw', '/run/hport ro']);
  });

  it('sees nothing of the host from inside, and can write only to memory of its own', async () => {
    const outcome = await guests.act('look');
    if (outcome.status !== 'failed') throw new Error(outcome.status);
    const look = JSON.parse(outcome.message.replace('RuntimeError: ', '')) as Look;
    expect([look.uid, look.gid]).toEqual([65534, 65534]);
    expect(new Set(look.capabilities)).toEqual(new Set(['0000000000000000']));
    expect(look.new_privileges).toEqual(['1']);
    expect(look.interfaces).toEqual(['lo']);
    expect(look.processes).toHaveLength(2);
    expect(look.written).toEqual(['/tmp', '/dev/shm', '/checkpoints']);
    expect(look.tmp).toBe(64 * 2 ** 20);
    expect(JSON.stringify(look.env)).not.toContain('secret');
    expect(Object.keys(look.env)).not.toContain('DOCKER_HOST');
    expect(look.env).toMatchObject({ OMP_NUM_THREADS: '1', CUDA_VISIBLE_DEVICES: '', HOME: '/tmp' });
  });

  it('that tries the network fails at once, as an outcome', async () => {
    expect(await guests.act('network')).toMatchObject({
      status: 'failed',
      code: 'objective-failed',
      message: expect.stringContaining('Network is unreachable') as string,
    });
  });
});
