import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { baseOf, ensureBase } from '../../src/runner/engines/parts/base-image.js';
import { connectDocker } from '../../src/runner/engines/parts/docker-client.js';
import { packageRoot } from '../../src/core/package.js';
import { engineHere, runHardened } from './engine-here.js';

describe.skipIf(!engineHere)('the images that ours start from', () => {
  it.each([
    ['node', ['node', '--version'], /^v2\d\./],
    ['python', ['python3', '--version'], /^Python 3\.11\./],
    ['python', ['python3', '-m', 'pip', '--version'], /^pip /],
  ] as const)('%s runs %j', async (runtime, command, expected) => {
    const reference = await ensureBase(await connectDocker(), runtime);
    expect(reference).toBe(await baseOf(runtime));
    expect(runHardened(reference, { command })).toMatch(expected);
  });

  it('are left alone where they are', () => {
    const again = spawnSync('bash', [join(packageRoot(), 'containers', 'base.sh')], { encoding: 'utf8' });
    expect(again).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  it('are known for node and python only', () => {
    const script = join(packageRoot(), 'containers', 'base.sh');
    const refused = spawnSync('bash', [script, 'cobol'], { encoding: 'utf8' });
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('unknown runtime "cobol" (node, python)');
  });
});
