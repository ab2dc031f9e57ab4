import { describe, expect, it } from 'vitest';
import { loadFamily } from '../../src/runner/families.js';
import { openWorkbench } from '../../src/runner/workbench.js';
import { engineHere } from '../images/engine-here.js';
import { containersOf } from '../runner/engines/bench.js';
import { hport } from '../runner/engines/cli.js';

const EVALUATE = ['evaluate', 'counting-ones', '--instance', 'd8'];

describe('the size of a worker on the command line', () => {
  it.each(['check', 'evaluate', 'tabulate'])('is an option of %s', async (command) => {
    const { stdout } = await hport([command, '--help']);
    for (const option of ['--memory', '--cpus', '--pids', '--gpus']) expect(stdout).toContain(option);
  });

  it.each([
    [['--memory', 'much'], /--memory: expected an amount of memory, found "much"/],
    [['--memory', '1MiB'], /--memory: 1MiB is too little for a worker/],
    [['--pids', '1.5'], /--pids/],
    [['--engine', 'inline', '--memory', '64MiB'], /--engine: the engine inline .* has no limits on its workers/],
  ])('%j is refused', async (words, problem) => {
    const { code, stderr } = await hport([...EVALUATE, ...words]);
    expect(stderr).toMatch(problem);
    expect(code).toBe(2);
  });

  it('that asks for a GPU which is not there says so', async () => {
    const { code, stderr } = await hport([...EVALUATE, '--engine', 'process', '--gpus', '1'], {
      PATH: '/usr/bin:/bin',
    });
    expect(stderr).toMatch(/one worker of 1 GPU need 1, and this machine has no GPU/);
    expect(code).toBe(1);
  });

  it.skipIf(!engineHere)('is that of the container', { timeout: 60_000 }, async () => {
    const size = { count: 1, cpus: 0.5, memoryBytes: 2 ** 27, pids: 40, gpus: 0 };
    await using workbench = await openWorkbench(await loadFamily('counting-ones'), 'docker', { size });
    await workbench.start();
    const [container] = await containersOf();
    expect((await container?.inspect())?.HostConfig).toMatchObject({ Memory: 2 ** 27, NanoCpus: 5e8, PidsLimit: 40 });
    const { code, stdout } = await hport([...EVALUATE, '--memory', '128MiB', '--json']);
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { engine: 'docker', outcome: { status: 'completed' } }]);
  });
});
