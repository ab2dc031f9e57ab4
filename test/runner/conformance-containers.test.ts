import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { processIdentity } from '../../src/core/identity.js';
import { checkFamily } from '../../src/runner/conformance.js';
import { RUNNER_LABEL } from '../../src/runner/engines/parts/docker-sweep.js';
import { openWorkbench } from '../../src/runner/workbench.js';
import { engineHere } from '../images/engine-here.js';
import { check, makeFamily, report } from './fixtures/conformance/family.js';

describe.skipIf(!engineHere)('the contract of a benchmark, in containers', { timeout: 180_000 }, () => {
  it('is kept by a sound family, which leaves to be skipped what is for tables, and what would run it outside of containers', async () => {
    const { failed, steps } = await check('python', 'sound', { engine: 'docker' });
    expect(failed, JSON.stringify(steps)).toEqual([]);
    expect(steps.filter(({ status }) => status === 'skipped').map(({ name }) => name)).toEqual([
      'table',
      'engines',
      'references',
    ]);
  });

  it.each(['node', 'python'] as const)(
    'is kept by a %s family that prints what looks like answers',
    async (runtime) => {
      const { failed, steps } = await check(runtime, 'noisy', { engine: 'docker' });
      expect(failed, JSON.stringify(steps)).toEqual([]);
    },
  );

  it('lets a family find no network while it evaluates', async () => {
    // Not deterministic, so that it is not compared with a process of this machine, which has a network.
    const contained = await check('python', 'stays-home', { engine: 'docker', changes: { deterministic: 'false' } });
    expect(contained.failed, JSON.stringify(contained.steps)).toEqual([]);
  });

  it('finds a container that has a network', async () => {
    const family = await makeFamily('python', 'sound');
    await using workbench = await openWorkbench(family, 'docker');
    const labels = [`${RUNNER_LABEL}=${processIdentity()}`, `org.hport.family=${family.name}`];
    const options = [
      '--rm',
      '--detach',
      '--init',
      '--network',
      'host',
      ...labels.flatMap((label) => ['--label', label]),
    ];
    const run = ['run', ...options, '--entrypoint', 'sleep', workbench.image.reference, '120'];
    const { stdout: container } = await execa('docker', run);
    try {
      const { failed, message } = report(await checkFamily(family, { engine: 'docker' }));
      expect(failed).toEqual(['network']);
      expect(message('network')).toMatch(new RegExp(`${container.slice(0, 12)} is in the network host`));
      expect(message('network')).toContain(`${container.slice(0, 12)} has no profile of system calls of ours`);
    } finally {
      await execa('docker', ['rm', '--force', container]);
    }
  });
});
