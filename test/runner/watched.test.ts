import { mkdtempSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { StudyRecord } from '../../src/log/records.js';
import { fateOf, runWatched, TOP, watchOf, type Watched, type World } from './watched-run.js';

const place = mkdtempSync(join(tmpdir(), 'hport-test-watched-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

let files = 0;
async function run(world: World): Promise<Watched & { readonly file: string }> {
  const file = join(place, `${files++}.jsonl`);
  return { ...(await runWatched(world, file)), file };
}

function recordsOf({ text }: Watched): StudyRecord[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as StudyRecord);
}

/** One line an event, as the log has them. */
function eventsOf(watched: Watched): string[] {
  return recordsOf(watched).flatMap((record) => {
    if (record.record === 'suggested') return [`start ${record.evaluation} at ${record.at}`];
    if (record.record === 'reported') return [`level ${record.level} of ${record.evaluation} at ${record.at}`];
    if (record.record === 'observed') return [`${record.status} ${record.evaluation} at ${record.at}`];
    return [];
  });
}

/** Everything that an evaluation will come to, known from its start: what it costs and what is decided is foreseen. */
function comings(world: World, trial: number): { readonly after: number; readonly what: string }[] {
  const found: { after: number; what: string }[] = [];
  let after = 0;
  for (const level of [...watchOf(world, trial), TOP]) {
    const { cost, fails, decision } = fateOf(world, trial, level);
    after = Math.max(after, cost);
    if (fails) return [...found, { after, what: `failed ${trial}` }];
    if (level === TOP) return [...found, { after, what: `completed ${trial}` }];
    found.push({ after, what: `level ${level} of ${trial}` });
    if (decision === 'stop') return [...found, { after, what: `stopped ${trial}` }];
  }
  return found;
}

/** What must be seen: at each step the earliest coming of all evaluations under way, ties by evaluation, all looked at. */
function oracle(world: World): string[] {
  const events: string[] = [];
  let under: { trial: number; start: number; left: { after: number; what: string }[] }[] = [];
  let now = 0;
  let next = 0;
  for (;;) {
    while (under.length < world.workers && next < world.trials) {
      events.push(`start ${next} at ${now}`);
      under.push({ trial: next, start: now, left: comings(world, next) });
      next++;
    }
    const time = ({ start, left }: (typeof under)[number]): number => start + (left[0]?.after ?? Infinity);
    const [first] = [...under].sort((a, b) => time(a) - time(b) || a.trial - b.trial);
    if (first === undefined) return events;
    now = time(first);
    events.push(`${first.left.shift()?.what} at ${now}`);
    // A stop is carried out at once.
    if (first.left[0]?.what.startsWith('stopped') === true) events.push(`${first.left.shift()?.what} at ${now}`);
    under = under.filter(({ left }) => left.length > 0);
  }
}

const worlds = fc.record({
  name: fc.string({ maxLength: 4 }),
  workers: fc.constantFrom(1, 2, 4, 16, 64),
  trials: fc.integer({ min: 1, max: 40 }),
  failures: fc.constantFrom(0, 0.1, 0.4),
  stops: fc.constantFrom(0, 0.3, 0.7),
  later: fc.boolean(),
});

describe('evaluations that are watched, on the virtual clock', () => {
  it('give the events of a brute-force oracle, whatever their costs, failures and stops', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const watched = await run(world);
        expect(eventsOf(watched)).toEqual(oracle(world));
        unlinkSync(watched.file);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('are charged until they are stopped, and never evaluated beyond that level', async () => {
    const world = { name: 'stopped', workers: 2, trials: 40, failures: 0.1, stops: 0.5 };
    const watched = await run(world);
    const starts = new Map<number, number>();
    const reached = new Map<number, string>();
    for (const record of recordsOf(watched)) {
      if (record.record === 'suggested') starts.set(record.evaluation, record.at);
      if (record.record === 'reported') reached.set(record.evaluation, JSON.stringify([record.level, record.metrics]));
      if (record.record !== 'observed') continue;
      const { evaluation, at, cost, status, level, metrics } = record;
      expect(at).toBe((starts.get(evaluation) as number) + cost);
      if (status === 'stopped') expect(JSON.stringify([level, metrics])).toBe(reached.get(evaluation));
    }
    const levels = (trial: number): number[] =>
      watched.evaluated.filter((each) => each.startsWith(`${trial}@`)).map((each) => Number(each.split('@')[1]));
    for (let trial = 0; trial < world.trials; trial++) {
      const wanted = [...watchOf(world, trial), TOP];
      expect(levels(trial)).toEqual(wanted.slice(0, levels(trial).length));
      const last = comings(world, trial).at(-1)?.what ?? '';
      if (last.startsWith('stopped')) expect(levels(trial).at(-1)).toBeLessThan(TOP);
    }
  });

  it('tell the optimizer objectives that it minimises, at each level and at the end, and none when it stopped them', async () => {
    const { told } = await run({ name: 'signs', workers: 1, trials: 12, failures: 0, stops: 0.4 });
    expect(told).toContainEqual(expect.stringMatching(/^report \d+ at 3: -3$/));
    expect(told).toContainEqual(expect.stringMatching(/^tell \d+: completed -27$/));
    expect(told).toContainEqual(expect.stringMatching(/^tell \d+: stopped $/));
  });

  it('cut at any byte of the log resume to the same bytes', async () => {
    const bases = [
      { name: 'a', workers: 3, trials: 25, failures: 0.1, stops: 0.3 },
      { name: 'b', workers: 16, trials: 40, failures: 0.2, stops: 0.6, later: true },
      { name: 'c', workers: 4, trials: 40, failures: 0, stops: 0.3, budget: { fullEvaluations: 6.5 } },
      { name: 'd', workers: 4, trials: 40, failures: 0, stops: 0.3, budget: { seconds: 21.5 } },
    ];
    const rng = createRng('cuts');
    for (const world of bases) {
      const whole = await run(world);
      const lines = whole.text.split('\n');
      const ends = lines.slice(0, -1).map((_, index) => lines.slice(0, index + 1).join('\n').length + 1);
      const anywhere = Array.from({ length: 40 }, () => rng.integer(whole.text.length));
      for (const at of [...ends, ...anywhere]) {
        const resumed = await runWatched(world, whole.file, { at });
        expect(resumed.text, `cut at ${at}`).toBe(whole.text);
      }
    }
  });

  it('refuse to resume where the optimizer decides otherwise', async () => {
    const world = { name: 'a', workers: 3, trials: 25, failures: 0.1, stops: 0.3 };
    const { file, text } = await run(world);
    const other = { ...world, stops: 1 };
    await expect(runWatched(other, file, { at: text.length })).rejects.toThrow(
      "the replay diverges: the optimizer says 'stop' where it had said 'continue'",
    );
  });
});

describe('the budget in full evaluations, where evaluations are stopped', () => {
  const full = (watched: Watched): number => {
    const reached = new Map<number, number>();
    for (const record of recordsOf(watched)) {
      if (record.record === 'reported') reached.set(record.evaluation, record.level);
      if (record.record === 'observed' && record.status === 'completed') reached.set(record.evaluation, TOP);
    }
    return [...reached.values()].reduce((sum, level) => sum + level / TOP, 0);
  };

  it('pays for what is done: trials that are stopped early make room for others', async () => {
    const world = { name: 'c', workers: 4, trials: 1000, failures: 0, stops: 0.5, budget: { fullEvaluations: 6 } };
    const watched = await run(world);
    expect(watched.reason).toBe('fullEvaluations');
    const started = recordsOf(watched).filter(({ record }) => record === 'suggested').length;
    expect(started).toBeGreaterThan(12);
    expect(full(watched)).toBeLessThanOrEqual(6 + 1e-9);
    expect(full(watched)).toBeGreaterThan(5);
  });

  it('is never overdrawn: an evaluation with no room up to its next level is cut there, and nobody is told', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.double({ min: 0.5, max: 9, noNaN: true }), async (world, fullEvaluations) => {
        const watched = await run({ ...world, trials: 1000, budget: { fullEvaluations } });
        expect(full(watched)).toBeLessThanOrEqual(fullEvaluations * (1 + 1e-9));
        const cut = recordsOf(watched).flatMap((record) =>
          record.record === 'observed' && record.status === 'cancelled' ? [record.evaluation] : [],
        );
        for (const each of cut) expect(watched.told.some((line) => line.startsWith(`tell ${each}:`))).toBe(false);
        unlinkSync(watched.file);
      }),
      { seed: 2, numRuns: 100 },
    );
  });
});
