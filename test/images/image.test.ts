import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectDocker } from '../../src/runner/engines/parts/docker-client.js';
import { ensureImage } from '../../src/runner/engines/parts/image.js';
import { join } from 'node:path';
import { baseOf } from '../../src/runner/engines/parts/base-image.js';
import { packContext } from '../../src/runner/engines/parts/build-context.js';
import { digestOf } from '../../src/runner/engines/parts/find-image.js';
import { followProgress } from '../../src/runner/engines/parts/progress-stream.js';
import { engineHere, runHardened } from './engine-here.js';
import { familyFixture, temporaryFolder } from './family-fixture.js';
import { wheelFixture } from './wheel-fixture.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.skipIf(!engineHere)('an image', () => {
  it.each(['node', 'python'] as const)('of a %s family starts, hardened, and its guest answers', async (runtime) => {
    const docker = await connectDocker();
    const { reference, digest } = await ensureImage(docker, familyFixture(runtime));
    expect(reference).toMatch(new RegExp(`^hport/test-${runtime}:1\\.0\\.0-[0-9a-f]{12}$`));
    expect(digest).toMatch(/sha256:[0-9a-f]{64}$/);
    const input = '{"jsonrpc":"2.0","id":1,"method":"describe","params":{"instance":"only"}}\n';
    const answer = JSON.parse(runHardened(reference, { input }).trim()) as { readonly result: unknown };
    expect(answer).toMatchObject({ id: 1, result: { family: `test-${runtime}` } });
  });

  it('is built once for all who ask, and again exactly when a source changes', async () => {
    const docker = await connectDocker();
    const family = familyFixture('node', { 'once.txt': String(Date.now()) });
    const told: string[] = [];
    const ask = async (): Promise<string> => (await ensureImage(docker, family, (line) => told.push(line))).digest;
    const first = await Promise.all([ask(), ask()]);
    expect(new Set([...first, await ask()]).size).toBe(1);
    expect(told).toHaveLength(1);
    family.write('once.txt', `changed ${Date.now()}`);
    expect(await ask()).not.toBe(first[0]);
    expect(told).toHaveLength(2);
    for (const line of told) await docker.getImage(line.replace('building ', '')).remove();
  });

  it('has the packages of the lock file, with bytecode', async () => {
    const wheels = wheelFixture();
    vi.stubEnv('PIP_FIND_LINKS', wheels.folder);
    vi.stubEnv('PIP_NO_INDEX', '1');
    const family = familyFixture('python', { 'requirements.lock': wheels.lock });
    const { reference } = await ensureImage(await connectDocker(), family);
    const code = 'import hport_answer, os; print(hport_answer.ANSWER, os.path.exists(hport_answer.__cached__))';
    expect(runHardened(reference, { command: ['python3', '-c', code] })).toBe('42 True\n');
  });

  it('leaves no stage of its build behind', async () => {
    const docker = await connectDocker();
    const wheels = wheelFixture();
    vi.stubEnv('PIP_FIND_LINKS', wheels.folder);
    vi.stubEnv('PIP_NO_INDEX', '1');
    const text = `x = ${JSON.stringify(wheels.folder)}\n`;
    const family = familyFixture('python', { 'requirements.lock': wheels.lock, 'once.py': text });
    const { reference } = await ensureImage(docker, family);
    const stages = await docker.listImages({ filters: JSON.stringify({ label: ['org.hport.stage'] }) });
    expect(stages.filter(({ Created }) => Created * 1000 > Date.now() - 60_000)).toEqual([]);
    const { Config } = await docker.getImage(reference).inspect();
    const base = await docker.getImage(await baseOf('python')).inspect();
    expect(Config.Labels['org.hport.base']).toBe(digestOf(base));
    await docker.getImage(reference).remove();
  });

  it('of the same files on another base is another image; without the base, what was built of the files is taken', async () => {
    const docker = await connectDocker();
    const family = familyFixture('node', { 'once.txt': `base ${Date.now()}` });
    const name = await baseOf('node');
    const real = docker.getImage.bind(docker);
    const first = await ensureImage(docker, family);
    // A base of the same name with another content.
    const other = await docker.buildImage(
      await packContext([{ path: 'Dockerfile', text: `FROM ${name}\nLABEL x=y\n` }], join(temporaryFolder(), 'base')),
      { t: 'hport-test/base:1' },
    );
    await followProgress(other);
    docker.getImage = (asked) => real(asked === name ? 'hport-test/base:1' : asked);
    const second = await ensureImage(docker, family);
    expect(second.reference).not.toBe(first.reference);
    docker.getImage = (asked) => real(asked === name ? 'hport-test/nowhere:1' : asked);
    const third = await ensureImage(docker, family);
    expect([first.digest, second.digest]).toContain(third.digest);
    for (const each of [first.reference, second.reference, 'hport-test/base:1']) await real(each).remove();
  });

  it('that cannot be built is explained by the last lines of the build', async () => {
    const broken = familyFixture('python', { 'broken.py': 'def evaluate(:\n' });
    const building = ensureImage(await connectDocker(), broken);
    await expect(building).rejects.toThrow(/the image of test-python cannot be built:[^]*broken\.py[^]*SyntaxError/);
    await expect(building).rejects.toMatchObject({ code: 'infrastructure' });
  });

  it('that the manifest names has to be there', async () => {
    const docker = await connectDocker();
    const image = 'hport/no-such-image:1';
    await expect(ensureImage(docker, { ...familyFixture('node'), image })).rejects.toThrow(
      /^image hport\/no-such-image:1 is missing/,
    );
    const built = await ensureImage(docker, familyFixture('node'));
    expect(await ensureImage(docker, { ...familyFixture('node'), image: built.reference })).toEqual(built);
  });
});

describe('an engine that is not there', () => {
  it('is an error that says where it was looked for and what to do', async () => {
    vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/docker.sock');
    const connecting = connectDocker();
    await expect(connecting).rejects.toThrow('no container engine answers at unix:///nowhere/docker.sock');
    await expect(connecting).rejects.toMatchObject({
      code: 'infrastructure',
      details: { mend: expect.stringContaining('DOCKER_HOST') as string },
    });
  });
});
