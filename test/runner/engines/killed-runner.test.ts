import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineHere } from '../../images/engine-here.js';
import { openBench, traces, until } from './bench.js';
import { hport, linesOf, observedIn, type Started, startHport, writeRecipe } from './cli.js';

const place = mkdtempSync(join(tmpdir(), 'hport-test-killed-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Bound on what a dead runner may take to be tidied up after; on a quiet machine half a second. */
const REAPED_MS = 5000;

/** Programs whose command line has these words in it. */
function programsWith(words: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(words);
    } catch {
      return false;
    }
  });
}

interface Study {
  readonly started: Started;
  readonly folder: string;
  readonly log: string;
}

function begin(name: string, instance: string, engine: string): Study {
  const folder = join(place, name);
  const recipe = writeRecipe(place, 'slow', instance);
  const started = startHport(['run', recipe, '--out', folder, '--engine', engine]);
  return { started, folder, log: join(folder, 'runs', `slow.${instance}.random-search.1.jsonl`) };
}

async function observed({ log }: Study, count: number): Promise<void> {
  await until(() => observedIn(linesOf(log)).length >= count, 60_000);
}

/** Waits until nothing of the runner is left, its reaper included. */
async function tidied({ started: { identity } }: Study, withEngine: boolean): Promise<void> {
  await until(async () => (await traces(identity, withEngine)).length === 0, REAPED_MS);
  await until(() => programsWith(`reaper.js ${identity}`).length === 0, 3 * REAPED_MS);
  expect(await traces(identity, withEngine)).toEqual([]);
}

/** Goes on with the study: what was observed is there as it was, and nothing is evaluated twice. */
async function goOn({ folder, log, started }: Study): Promise<void> {
  const before = linesOf(log);
  if (!existsSync(join(folder, 'study.json'))) return;
  const { code, stderr } = await hport(['resume', folder]);
  expect(code, stderr).toBe(0);
  const after = linesOf(log);
  expect(after.slice(0, before.length)).toEqual(before);
  expect([...observedIn(after)].sort((a, b) => a - b)).toEqual(Array.from({ length: 14 }, (_, index) => index));
  expect(readdirSync(folder).filter((name) => name.startsWith('lock'))).toEqual([]);
  expect(await traces(started.identity)).toEqual([]);
}

describe.skipIf(!engineHere)('a runner with guests in containers', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    // Builds the image, so that the moments below are moments of the study.
    await using bench = await openBench('docker', 'slow');
    expect(bench.image.digest).toBeDefined();
  });

  it.each([
    ['at work', 'plain', 1],
    ['at work', 'plain', 6],
    ['at work on guests that ignore the end of their stream', 'stubborn', 3],
  ])('that is killed %s (%s, %i observed) leaves nothing, and is resumed', async (_, instance, count) => {
    const study = begin(`killed-${instance}-${count}`, instance, 'docker');
    await observed(study, count);
    study.started.child.kill('SIGKILL');
    await study.started.ended;
    await tidied(study, true);
    await goOn(study);
  });

  it.each([0, 1])('that is killed while it starts its containers (%i) leaves nothing, and is resumed', async (turn) => {
    const study = begin(`killed-early-${turn}`, 'plain', 'docker');
    await until(async () => (await traces(study.started.identity)).length > turn, 60_000);
    study.started.child.kill('SIGKILL');
    await study.started.ended;
    await tidied(study, true);
    await goOn(study);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('that gets %s ends with %i, says how to go on, and leaves nothing', async (signal, expected) => {
    const study = begin(signal, 'plain', 'docker');
    await observed(study, 2);
    study.started.child.kill(signal);
    const { code, stderr } = await study.started.ended;
    expect(code).toBe(expected);
    expect(stderr).toContain(`hport resume ${study.folder}`);
    expect(await traces(study.started.identity)).toEqual([]);
    expect(programsWith(`reaper.js ${study.started.identity}`)).toEqual([]);
    await goOn(study);
  });

  it('that is killed after a Ctrl-C for its whole process group is tidied up after all the same', async () => {
    const study = begin('group', 'stubborn', 'docker');
    await observed(study, 1);
    process.kill(-(study.started.child.pid as number), 'SIGINT');
    study.started.child.kill('SIGKILL');
    await study.started.ended;
    await tidied(study, true);
    await goOn(study);
  });

  it('works beside another one in another folder', async () => {
    const studies = [begin('beside-0', 'plain', 'docker'), begin('beside-1', 'plain', 'docker')];
    const ends = await Promise.all(studies.map(({ started }) => started.ended));
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    for (const { log } of studies) expect(observedIn(linesOf(log))).toHaveLength(14);
    for (const { started } of studies) expect(await traces(started.identity)).toEqual([]);
  });
});

describe('a runner with guests in processes', { timeout: 120_000 }, () => {
  it('that is killed leaves nothing, not even guests that ignore the end of their stream', async () => {
    const study = begin('process', 'stubborn', 'process');
    await observed(study, 2);
    const folders = await traces(study.started.identity, false);
    expect(folders).toHaveLength(1);
    study.started.child.kill('SIGKILL');
    await study.started.ended;
    await tidied(study, false);
    await until(() => guestsOf(folders[0] as string).length === 0, REAPED_MS);
  });
});

/** Python guests whose environment names a workplace. */
function guestsOf(workplace: string): readonly string[] {
  return programsWith('containers/python/guest').filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(workplace);
    } catch {
      return false;
    }
  });
}
