import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { manifestText } from '../manifest-fixture.js';
import { type Bench, openBench, type OpenBench, traces, until } from './bench.js';
import { hport } from './cli.js';

async function onBench(act: (guests: OpenBench, bench: Bench) => Promise<void>): Promise<void> {
  {
    await using bench = await openBench('process');
    await using guests = await bench.open({ deadline: 2 });
    await act(guests, bench);
  }
  expect(await traces(undefined, false)).toEqual([]);
}

/** Processes of this machine that have the words in their command line. */
function processesWith(words: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(words);
    } catch {
      return false;
    }
  });
}

describe('a worker that is a process', () => {
  it('gets nothing of the user’s environment but the path of programs', () =>
    onBench(async (guests) => {
      vi.stubEnv('A_SECRET_OF_THE_HOST', 'secret');
      const outcome = await guests.act('look');
      vi.unstubAllEnvs();
      expect('message' in outcome && outcome.message).toContain('"HPORT_SOCKET"');
      expect('message' in outcome && outcome.message).not.toContain('A_SECRET_OF_THE_HOST');
    }));

  it('that hangs is stopped at its deadline and replaced', () =>
    onBench(async (guests) => {
      expect(await guests.act('stubborn')).toMatchObject({ status: 'timed-out' });
      expect(await guests.act('behave', { x: 2 })).toMatchObject({ status: 'completed', metrics: { loss: 4 } });
    }));

  it('that exits is told with its code and its last words', () =>
    onBench(async (guests) => {
      const outcome = await guests.act('exit');
      expect(outcome).toMatchObject({ code: 'guest-exited' });
      expect(guests.lost.at(-1)).toMatch(/it exited with code 3; it printed: .*my last words/);
    }));

  it('takes its children along, those too that have left its group and session', () =>
    onBench(async (guests) => {
      const seconds = 3000 + (process.pid % 1000);
      expect(await guests.act('leave-children', { x: seconds / 1000 })).toMatchObject({ code: 'guest-exited' });
      await until(() => processesWith(`sleep ${seconds}.25`).length === 0);
      await until(() => processesWith(`sleep ${seconds}.75`).length === 0);
    }));

  it('runs the files that the digest is of and no others, such as bytecode beside the source', async () => {
    const root = mkdtempSync(join(tmpdir(), 'hport-test-staged-'));
    const toy = join(root, 'toy');
    const source = 'def evaluate(configuration, fidelity, seed, instance, context):\n    import hidden\n';
    mkdirSync(join(toy, '__pycache__'), { recursive: true });
    writeFileSync(join(toy, 'benchmark.yaml'), manifestText({ runtime: 'python' }));
    writeFileSync(join(toy, 'objective.py'), source);
    const compile = `import py_compile, sys; py_compile.compile(sys.argv[1], sys.argv[2], invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)`;
    writeFileSync(
      join(root, 'other.py'),
      source.replace('import hidden', 'return {"metrics": {"loss": 666, "test_loss": 1}, "cost": 1}'),
    );
    const tag = spawnSync('python3', ['-c', 'import sys; print(sys.implementation.cache_tag)'], {
      encoding: 'utf8',
    }).stdout.trim();
    spawnSync('python3', ['-c', compile, join(root, 'other.py'), join(toy, '__pycache__', `objective.${tag}.pyc`)]);
    const { code, stdout } = await hport(['evaluate', 'toy', '--instance', 'a', '--engine', 'process'], {
      HPORT_BENCHMARKS: root,
    });
    rmSync(root, { recursive: true });
    expect(stdout).toMatch(/No module named 'hidden'/);
    expect(code).toBe(1);
  });
});
