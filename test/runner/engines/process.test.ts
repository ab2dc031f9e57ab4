import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { type Bench, openBench, type OpenBench, traces, until } from './bench.js';

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

  it('takes its children along, and is not held up by one that left its group', () =>
    onBench(async (guests) => {
      const seconds = 3000 + (process.pid % 1000);
      expect(await guests.act('leave-children', { x: seconds / 1000 })).toMatchObject({ code: 'guest-exited' });
      await until(() => processesWith(`sleep ${seconds}.25`).length === 0);
      const strays = processesWith(`sleep ${seconds}.75`);
      expect(strays).toHaveLength(1);
      for (const pid of strays) process.kill(Number(pid), 'SIGKILL');
    }));
});
