import { execa } from 'execa';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { messageOf } from '../../../src/core/errors.js';
import { ensurePython } from '../../../src/runner/engines/parts/python-env.js';

const here = import.meta.dirname;
const lockFile = join(here, '../../../benchmarks/mlp/requirements.lock');
const python = await lockedPython();

describe('benchmarks/mlp', () => {
  it.skipIf(python === undefined)('passes its checks in Python, all of them', { timeout: 300_000 }, async () => {
    const arguments_ = ['-B', '-m', 'unittest', 'discover', '-s', here, '-p', 'check_*.py'];
    const result = await execa(python ?? '', arguments_, { reject: false, all: true });
    expect(result.exitCode, result.all).toBe(0);
    const written = await countChecks();
    expect(written).toBeGreaterThan(20);
    // `OK` alone: skipped checks would be named behind it.
    expect(result.all).toMatch(new RegExp(`^Ran ${String(written)} tests in [^]*\\nOK$`, 'm'));
  });

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

/** A Python with the family's packages; where none can be had that is a failure in CI, and one printed line elsewhere. */
async function lockedPython(): Promise<string | undefined> {
  try {
    return await ensurePython(lockFile);
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    console.log(`benchmarks/mlp: its checks in Python are skipped: ${messageOf(error).replaceAll('\n', ' ')}`);
    return undefined;
  }
}

async function countChecks(): Promise<number> {
  const files = (await readdir(here)).filter((name) => /^check_.*\.py$/.test(name));
  const texts = await Promise.all(files.map((name) => readFile(join(here, name), 'utf8')));
  return texts.join('\n').match(/^ {4}def test_/gm)?.length ?? 0;
}
