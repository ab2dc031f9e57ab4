import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/core/package.js';
import { temporaryFolder } from './family-fixture.js';

const PASSES = "it('passes', () => {});";
const FAILS = "it('fails', () => { throw new Error('no'); });";

describe('the last line of a test run', () => {
  it.each([
    ['counts tests', `${PASSES} it.skip('later', () => {}); it.todo('some day');`, '1 passed, 0 failed, 2 skipped', 0],
    ['counts failures', `${PASSES} ${FAILS}`, '1 passed, 1 failed, 0 skipped', 1],
    ['counts a file that does not load', "throw new Error('no');", '0 passed, 1 failed, 0 skipped', 1],
    [
      'counts an error outside of tests',
      `${PASSES} void Promise.reject(new Error('no'));`,
      '1 passed, 1 failed, 0 skipped',
      1,
    ],
  ])('%s', (_, code, line, status) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(join(packageRoot(), 'node_modules', 'vitest'), join(folder, 'node_modules', 'vitest'));
    writeFileSync(join(folder, 'a.test.js'), `import { it } from 'vitest';\n${code}\n`);
    const vitest = join(packageRoot(), 'node_modules', 'vitest', 'vitest.mjs');
    const reporters = ['--reporter=default', `--reporter=${join(packageRoot(), 'test', 'closing-lines.mjs')}`];
    const ended = spawnSync(process.execPath, [vitest, 'run', ...reporters], { cwd: folder, encoding: 'utf8' });
    expect(ended.stdout.trimEnd().split('\n').at(-1)).toBe(line);
    expect(ended.status).toBe(status);
  });
});
