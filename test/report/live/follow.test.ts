import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../../src/analysis/analyse.js';
import { takeLock } from '../../../src/core/lock.js';
import { lockFile, runFile, studyFile } from '../../../src/log/study.js';
import { createFollower } from '../../../src/report/live/follow.js';
import { ERROR, losses, writeStudy, type WrittenStudy } from '../../analysis/study-fixture.js';

const STUDY: WrittenStudy = {
  benchmarks: { 'f.a': ERROR, 'g.b': ERROR },
  optimizers: ['random-search', 'hyperband'],
  seeds: [0, 1],
  budget: { evaluations: 4 },
  run: (_, optimizer, seed) => losses(optimizer === 'hyperband' ? [0.5, 0.2 + seed / 100] : [0.9, 0.8, 0.4]),
};

function study(changes: Partial<WrittenStudy> = {}): string {
  return writeStudy(join(mkdtempSync(join(tmpdir(), 'live-')), 'study'), { ...STUDY, ...changes });
}

/** The lines of a log, each with its newline. */
function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8').split(/(?<=\n)/);
}

describe('the follower of studies', () => {
  it('knows runs, evaluations, failures and incumbents as the analysis does', async () => {
    const folder = study();
    const follower = createFollower([folder]);
    expect(await follower.poll()).toBe(true);
    const { runs } = await analyse([folder]);
    expect(follower.progress).toMatchObject({ state: 'ended', planned: 8, begun: 8, ended: 8, share: 1, failures: 0 });
    expect(follower.progress.evaluations).toBe(runs.reduce((sum, run) => sum + run.evaluations, 0));
    for (const { benchmark, optimizer, best } of follower.progress.incumbents) {
      const own = runs.filter((run) => run.benchmark === benchmark && run.optimizer === optimizer);
      expect(best).toBe(Math.min(...own.map((run) => run.incumbent ?? Infinity)));
    }
    expect(follower.progress.incumbents.length).toBe(4);
    expect(await follower.poll()).toBe(false);
  });

  it('reads on where a log has grown, and leaves a torn line for the next time', async () => {
    const folder = study({ benchmarks: { 'f.a': ERROR }, optimizers: ['random-search'], seeds: [0] });
    const file = runFile(folder, 'f.a.random-search.0');
    const lines = linesOf(file);
    writeFileSync(file, lines.slice(0, 3).join(''));
    const lock = takeLock(lockFile(folder));
    const follower = createFollower([folder]);
    await follower.poll();
    expect(follower.progress).toMatchObject({ state: 'running', begun: 1, evaluations: 1, share: 0.25 });
    appendFileSync(file, (lines[3] ?? '') + (lines[4] ?? '').slice(0, 20));
    await follower.poll();
    expect(follower.progress).toMatchObject({ evaluations: 1, troubles: [] });
    appendFileSync(file, (lines[4] ?? '').slice(20));
    expect(await follower.poll()).toBe(true);
    expect(follower.progress).toMatchObject({ evaluations: 2, incumbents: [{ best: 0.8, runs: 1, ended: 0 }] });
    if (lock.held) lock.release();
    await follower.poll();
    expect(follower.progress.state).toBe('stopped');
  });

  it('counts each line once, wherever it was torn', async () => {
    const folder = study({ benchmarks: { 'f.a': ERROR }, optimizers: ['random-search'], seeds: [0] });
    const file = runFile(folder, 'f.a.random-search.0');
    const lines = linesOf(file);
    writeFileSync(file, '');
    const follower = createFollower([folder]);
    for (const line of lines) {
      const half = Math.floor(line.length / 2);
      appendFileSync(file, line.slice(0, half));
      await follower.poll();
      const before = follower.progress.evaluations;
      appendFileSync(file, line.slice(half));
      await follower.poll();
      expect(follower.progress.evaluations - before).toBe(line.includes('"observed"') ? 1 : 0);
    }
    expect(follower.progress).toMatchObject({ state: 'ended', evaluations: 3, troubles: [] });
  });

  it('begins a log anew that a resumed run has cut off', async () => {
    const folder = study({ benchmarks: { 'f.a': ERROR }, optimizers: ['random-search'], seeds: [0] });
    const file = runFile(folder, 'f.a.random-search.0');
    const lines = linesOf(file);
    writeFileSync(file, lines.slice(0, 5).join(''));
    const follower = createFollower([folder]);
    await follower.poll();
    expect(follower.progress.evaluations).toBe(2);
    truncateSync(file, lines.slice(0, 4).join('').length);
    await follower.poll();
    expect(follower.progress.evaluations).toBe(1);
  });

  it('says file and line of a damaged log, and goes on with the others', async () => {
    const folder = study({ optimizers: ['random-search'], seeds: [0] });
    const file = runFile(folder, 'f.a.random-search.0');
    const lines = linesOf(file);
    writeFileSync(file, [...lines.slice(0, 3), '{"record":\n', ...lines.slice(3)].join(''));
    const follower = createFollower([folder]);
    await follower.poll();
    expect(follower.progress.troubles).toEqual([expect.stringContaining(`${file}:4: the log is damaged`)]);
    expect(follower.progress).toMatchObject({ begun: 2, ended: 1, evaluations: 1 + 3 });
    writeFileSync(file, lines.join(''));
    await follower.poll();
    expect(follower.progress).toMatchObject({ troubles: [], ended: 2, state: 'ended' });
  });

  it('waits for a study that is not there yet, and takes a new one in its place for what it is', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'live-')), 'later');
    const follower = createFollower([folder]);
    await follower.poll();
    expect(follower.progress).toMatchObject({ state: 'waiting', missing: [folder] });
    mkdirSync(folder);
    writeStudy(folder, { ...STUDY, run: () => undefined });
    await follower.poll();
    expect(follower.progress).toMatchObject({ state: 'stopped', planned: 8, begun: 0, missing: [] });
    writeFileSync(studyFile(folder), '{}');
    await follower.poll();
    expect(follower.progress.troubles).toEqual([expect.stringContaining('study.json')]);
    rmSync(folder, { recursive: true });
    await follower.poll();
    expect(follower.progress).toMatchObject({ state: 'waiting', missing: [folder], evaluations: 0, troubles: [] });
  });

  it('refuses at the start what cannot be read together', async () => {
    const folder = study();
    await expect(createFollower([folder, folder]).poll()).rejects.toThrow('the folder is named twice');
  });

  it('tells from the share since it looks how long the rest will take', async () => {
    const folder = study({ benchmarks: { 'f.a': ERROR }, optimizers: ['random-search'], seeds: [0] });
    const file = runFile(folder, 'f.a.random-search.0');
    const lines = linesOf(file);
    writeFileSync(file, lines.slice(0, 3).join(''));
    let time = 0;
    const follower = createFollower([folder], () => time);
    await follower.poll();
    expect(follower.progress.left).toBeNull();
    time = 10_000;
    appendFileSync(file, lines.slice(3, 5).join(''));
    await follower.poll();
    expect(follower.progress.left).toBe(20);
  });
});
