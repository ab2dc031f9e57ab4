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

interface Reach {
  readonly calls: Readonly<Record<string, string>>;
  readonly sockets: Readonly<Record<string, string>>;
  readonly mounts: Readonly<Record<string, unknown>>;
  readonly core: readonly number[];
  readonly files: readonly number[];
  readonly oom: number;
  readonly cgroups: readonly string[];
  readonly setuid: readonly string[];
}

/** What an act tells, in the message of its failure. */
async function told<Report>(guests: OpenBench, act: string): Promise<Report> {
  const outcome = await guests.act(act);
  if (outcome.status !== 'failed') throw new Error(outcome.status);
  return JSON.parse(outcome.message.replace('RuntimeError: ', '')) as Report;
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
      Tmpfs: {
        '/tmp': 'rw,nosuid,nodev,noexec,size=67108864,nr_inodes=16384,mode=1777',
        '/dev/shm': 'rw,nosuid,nodev,noexec,size=50331648,nr_inodes=16384,mode=1777',
      },
      CapDrop: ['ALL'],
      CapAdd: null,
      SecurityOpt: [
        'no-new-privileges',
        expect.stringMatching(/^seccomp=\{"defaultAction":"SCMP_ACT_ERRNO"/) as string,
      ],
      CgroupnsMode: 'private',
      OomScoreAdj: 1000,
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
    expect(Config.User).toMatch(/^(\d+):\1$/);
    expect(Number.parseInt(Config.User, 10)).toBeGreaterThan(65534);
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
    const look = await told<Look>(guests, 'look');
    expect(look.uid).toBeGreaterThan(65534);
    expect(look.gid).toBe(look.uid);
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

  it('reaches no system call that training does not need, no socket of the machine, and nothing that has no bound', async () => {
    const reach = await told<Reach>(guests, 'reach');
    const { getpid, ...refused } = reach.calls;
    expect(getpid).toBe('ok');
    expect(new Set(Object.values(refused))).toEqual(new Set(['EPERM']));
    const { unix, inet, inet6, ...others } = reach.sockets;
    expect([unix, inet]).toEqual(['ok', 'ok']);
    expect(['ok', 'EAFNOSUPPORT']).toContain(inet6);
    expect(others).toEqual({ vsock: 'EPERM', alg: 'EPERM', packet: 'EPERM' });
    const flags = ['nodev', 'noexec', 'nosuid', 'rw'];
    expect(reach.mounts).toMatchObject({
      '/tmp': { flags, files: 16_384, bytes: 64 * 2 ** 20, owner: 0 },
      '/dev/shm': { flags, files: 16_384, bytes: SIZE.memoryBytes / 2, owner: 0 },
      '/checkpoints': { flags, files: 32_768, bytes: SIZE.memoryBytes / 2 },
    });
    expect(reach.core).toEqual([0, 0]);
    expect(reach.files).toEqual([4096, 4096]);
    expect(reach.oom).toBe(1000);
    expect(reach.cgroups).toEqual(['/']);
    expect(reach.setuid).toEqual([]);
  });

  it('can make only so many empty folders, and run nothing that it has written', async () => {
    await using roomy = await bench.open({ workers: { ...SIZE, memoryBytes: 2 ** 28 } });
    const made = await told<Readonly<Record<string, number>>>(roomy, 'fill-folders');
    expect(Object.keys(made)).toEqual(['/tmp', '/dev/shm', '/checkpoints']);
    for (const count of Object.values(made)) expect(count).toBeLessThan(32_768);
    expect(await told(roomy, 'run-written')).toEqual({
      '/tmp': 'EACCES',
      '/dev/shm': 'EACCES',
      '/checkpoints': 'EACCES',
    });
  });

  it('shares its user with the workers that it shares checkpoints with, and with nobody else', async () => {
    const userOf = async (open: Bench): Promise<string> => {
      const image = await open.session.prepare(open.family);
      const spec = { family: open.family, image, slot: 0, size: SIZE, gpus: [], run: 'test' };
      const guest = await open.session.start(spec);
      const users = await Promise.all((await containersOf()).map(async (each) => (await each.inspect()).Config));
      await guest.stop();
      return users.filter(({ Labels }) => Labels['org.hport.run'] === 'test').map(({ User }) => User)[0] ?? '';
    };
    await using other = await openBench('docker');
    const [first, again, elsewhere] = [await userOf(bench), await userOf(bench), await userOf(other)];
    expect(again).toBe(first);
    expect(elsewhere).not.toBe(first);
  });

  it('that tries the network fails at once, as an outcome', async () => {
    expect(await guests.act('network')).toMatchObject({
      status: 'failed',
      code: 'objective-failed',
      message: expect.stringContaining('Network is unreachable') as string,
    });
  });
});
