import { execa } from 'execa';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { messageOf } from '../../src/core/errors.js';
import { ensurePython } from '../../src/runner/engines/parts/python-env.js';

/** One test: all files `check_*.py` of a folder pass, in a Python with the packages of a lock file. */
export async function passesPythonChecks(folder: string, lockFile: string): Promise<void> {
  const python = await lockedPython(lockFile);
  it.skipIf(python === undefined)('passes its checks in Python, all of them', { timeout: 300_000 }, async () => {
    const arguments_ = ['-B', '-m', 'unittest', 'discover', '-s', folder, '-p', 'check_*.py'];
    const result = await execa(python ?? '', arguments_, { reject: false, all: true });
    expect(result.exitCode, result.all).toBe(0);
    const written = await countChecks(folder);
    expect(written).toBeGreaterThan(10);
    // `OK` alone: skipped checks would be named behind it.
    expect(result.all).toMatch(new RegExp(`^Ran ${String(written)} tests in [^]*\\nOK$`, 'm'));
  });
}

/** A Python with the family's packages; where none can be had that is a failure in CI, and one printed line elsewhere. */
async function lockedPython(lockFile: string): Promise<string | undefined> {
  try {
    return await ensurePython(lockFile);
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    console.log(`the checks in Python are skipped: ${messageOf(error).replaceAll('\n', ' ')}`);
    return undefined;
  }
}

async function countChecks(folder: string): Promise<number> {
  const files = (await readdir(folder)).filter((name) => /^check_.*\.py$/.test(name));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.join('\n').match(/^ {4}def test_/gm)?.length ?? 0;
}
