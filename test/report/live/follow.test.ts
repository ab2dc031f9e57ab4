import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runFile } from '../../../src/log/study.js';
import { createFollower } from '../../../src/report/live/follow.js';
import { ERROR, losses, writeStudy, type WrittenStudy } from '../../analysis/study-fixture.js';

const TWO: WrittenStudy = {
  benchmarks: { 'f.a': ERROR },
  optimizers: ['random-search', 'hyperband'],
  seeds: [0],
  budget: { evaluations: 3 },
  run: (_, optimizer) => losses(optimizer === 'hyperband' ? [0.5, 0.3, 0.2] : [0.9, 0.8, 0.4]),
};
const RUN = 'f.a.hyperband.0';

function place(): string {
  return join(mkdtempSync(join(tmpdir(), 'follow-')), 'study');
}

describe('following a study', () => {
  it('waits for one that is still to come, and then has what it found', async () => {
    const folder = place();
    const follower = createFollower([folder]);
    await follower.poll();
    expect(follower.progress).toMatchObject({ state: 'waiting', missing: [folder] });
    writeStudy(folder, TWO);
    expect(await follower.poll()).toBe(true);
    expect(follower.progress).toMatchObject({ state: 'ended', planned: 2, ended: 2, evaluations: 6, share: 1 });
    expect(follower.progress.incumbents).toMatchObject([
      { benchmark: 'f.a', optimizer: 'random-search', runs: 1, best: 0.4 },
      { benchmark: 'f.a', optimizer: 'hyperband', runs: 1, best: 0.2 },
    ]);
    expect(await follower.poll()).toBe(false);
  });

  it('sees each line that a log grows by, whole lines only', async () => {
    const folder = writeStudy(place(), TWO);
    const log = runFile(folder, RUN);
    const lines = readFileSync(log, 'utf8').split(/(?<=\n)/);
    writeFileSync(log, '');
    const follower = createFollower([folder]);
    await follower.poll();
    const seen: number[] = [];
    for (const line of lines) {
      const half = Math.floor(line.length / 2);
      appendFileSync(log, line.slice(0, half));
      await follower.poll();
      const before = follower.progress.evaluations;
      appendFileSync(log, line.slice(half));
      await follower.poll();
      seen.push(follower.progress.evaluations - 3);
      expect(follower.progress.evaluations - before).toBe(line.includes('"observed"') ? 1 : 0);
    }
    expect(seen.at(-1)).toBe(3);
    expect(follower.progress).toMatchObject({ state: 'ended', troubles: [] });
  });

  it('says where a log is damaged, keeps what was before that, and goes on when it is mended', async () => {
    const folder = writeStudy(place(), TWO);
    const log = runFile(folder, RUN);
    const whole = readFileSync(log, 'utf8');
    const lines = whole.split(/(?<=\n)/);
    writeFileSync(log, [...lines.slice(0, 3), 'damaged\n', ...lines.slice(3)].join(''));
    const follower = createFollower([folder]);
    await follower.poll();
    expect(follower.progress).toMatchObject({ state: 'stopped', evaluations: 4 });
    expect(follower.progress.troubles).toMatchObject([expect.stringContaining(`${RUN}.jsonl:4`)]);
    writeFileSync(log, whole);
    await follower.poll();
    expect(follower.progress).toMatchObject({ state: 'ended', evaluations: 6, troubles: [] });
  });

  it('begins again with a log that was cut off, as by who resumes its run', async () => {
    const folder = writeStudy(place(), TWO);
    const log = runFile(folder, RUN);
    const lines = readFileSync(log, 'utf8').split(/(?<=\n)/);
    writeFileSync(log, lines.slice(0, -1).join(''));
    const follower = createFollower([folder]);
    await follower.poll();
    expect(follower.progress).toMatchObject({ state: 'stopped', evaluations: 6 });
    writeFileSync(log, lines.slice(0, 3).join(''));
    await follower.poll();
    expect(follower.progress.evaluations).toBe(4);
  });

  it('waits again where the folder is gone', async () => {
    const folder = writeStudy(place(), TWO);
    const follower = createFollower([folder]);
    await follower.poll();
    rmSync(folder, { recursive: true });
    await follower.poll();
    expect(follower.progress).toMatchObject({ state: 'waiting', missing: [folder], evaluations: 0 });
  });
});
