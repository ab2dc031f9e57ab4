import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { passesPythonChecks } from '../python-checks.js';

const here = import.meta.dirname;
const lockFile = join(here, '../../../benchmarks/mlp/requirements.lock');

describe('benchmarks/mlp', async () => {
  await passesPythonChecks(here, lockFile);

  it('locks wheels by hash and names no host', async () => {
    const lock = await readFile(lockFile, 'utf8');
    expect(lock).not.toMatch(/:\/\/|--(?:extra-)?index-url|--find-links|--trusted-host/);
    const pins = lock.split('\n').filter((line) => /^[a-z]/.test(line));
    expect(pins.map((pin) => pin.replace(' \\', ''))).toEqual([
      'joblib==1.4.2',
      'numpy==1.26.4',
      'scikit-learn==1.5.2',
      'scipy==1.13.1',
      'threadpoolctl==3.5.0',
    ]);
  });
});
