import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.js';
import type { Comparison, Curve } from '../../src/analysis/comparison.js';
import { ERROR, losses, writeStudy, type WrittenRun, type WrittenStudy } from './study-fixture.js';

const QUICK = { draws: 50, rankDraws: 50 };

/** Of every comparison it is asked that it is plain JSON: nothing in it is NaN, infinite or undefined. */
async function compared(written: WrittenStudy): Promise<Comparison> {
  const folder = join(mkdtempSync(join(tmpdir(), 'analysis-')), 'study');
  const comparison = await analyse([writeStudy(folder, written)], QUICK);
  expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
  return comparison;
}

function oneRun(run: WrittenRun, more: Partial<WrittenStudy> = {}): WrittenStudy {
  return { benchmarks: { 'f.a': ERROR }, optimizers: ['alone'], run: () => run, ...more };
}

function curve(comparison: Comparison, view: Curve['view'], clock: Curve['clock']): Curve {
  return comparison.curves.find((each) => each.view === view && each.clock === clock) as Curve;
}

/** Median at the last x that is not above. */
function medianAt({ x, median }: Curve, at: number): number | null | undefined {
  return median[x.findLastIndex((each) => each <= at * (1 + 1e-12))];
}

describe('the comparison of studies', () => {
  it('shows the incumbent as a step function that holds between evaluations', async () => {
    const found = curve(await compared(oneRun(losses([0.9, 0.5, 0.7, 0.3, 0.3]))), 'full', 'evaluations');
    expect([0.5, 1, 1.9, 2.3, 3, 3.9, 4.5, 10].map((at) => medianAt(found, at))).toEqual([
      // No entry before the first incumbent.
      undefined,
      0.9,
      0.9,
      0.5,
      0.5,
      0.5,
      0.3,
      0.3,
    ]);
  });

  it('never mixes fidelities, unless it is asked for any', async () => {
    const evaluations = [
      { metrics: { error: 0.2 }, level: 3 },
      { metrics: { error: 0.6 }, level: 9 },
    ];
    const comparison = await compared(oneRun({ evaluations }));
    expect(medianAt(curve(comparison, 'full', 'evaluations'), 10)).toBe(0.6);
    expect(medianAt(curve(comparison, 'any', 'evaluations'), 10)).toBe(0.2);
  });

  it('shows the test value of the incumbent, which may rise', async () => {
    const evaluations = [
      { metrics: { error: 0.4, test_error: 0.5 } },
      { metrics: { error: 0.3, test_error: 0.6 } },
      { metrics: { error: 0.35, test_error: 0.1 } },
    ];
    const found = curve(await compared(oneRun({ evaluations })), 'test', 'evaluations');
    expect([1, 2.3, 3].map((at) => medianAt(found, at))).toEqual([0.5, 0.6, 0.6]);
    expect(found.metric).toBe('test_error');
  });

  it('keeps the clocks apart: seconds, evaluations, and their cost in full ones', async () => {
    const evaluations = [
      { metrics: { error: 0.5 }, level: 3, cost: 30 },
      { metrics: { error: 0.4 }, level: 9, cost: 60, trial: 0, continues: 0 },
    ];
    const [run] = (await compared(oneRun({ evaluations }, { budget: { fullEvaluations: 1 } }))).runs;
    expect(run?.spent).toEqual({ seconds: 90, evaluations: 2, fullEvaluations: 1 });
  });

  it('shows a metric that is maximised in its own sign, and its regret as a distance', async () => {
    const metrics = {
      accuracy: {
        ...({ direction: 'maximize', role: 'objective' } as const),
        scale: { best: 0.9, exact: true, median: 0, how: 'by hand' },
      },
    } as const;
    const run = { evaluations: [0.5, 0.7, 0.6].map((accuracy) => ({ metrics: { accuracy } })) };
    const { scores, curves } = await compared(
      oneRun(run, { benchmarks: { 'f.a': { ...ERROR, metrics } }, objectives: ['accuracy'] }),
    );
    expect(scores.at(-1)).toMatchObject({ share: 1, value: 0.7 });
    expect(scores.at(-1)?.regret).toBeCloseTo(0.2, 12);
    expect(scores.at(-1)?.normalised).toBeCloseTo(0.2 / 0.9, 12);
    expect(curves.some(({ view }) => view === 'test')).toBe(false);
  });

  it('knows nothing of an unfinished run beyond its last record, and everything of one that had nothing more to ask', async () => {
    const { scores, notes, runs } = await compared({
      benchmarks: { 'f.a': ERROR },
      optimizers: ['cut', 'early'],
      run: (_, optimizer) => ({ ...losses([0.9, 0.5]), reason: optimizer === 'cut' ? null : 'done' }),
    });
    const ofShare = (optimizer: string, share: number): number | null | undefined =>
      scores.find((score) => score.optimizer === optimizer && score.share === share)?.value;
    expect([ofShare('cut', 0.1), ofShare('cut', 1)]).toEqual([0.9, null]);
    expect([ofShare('early', 0.1), ofShare('early', 1)]).toEqual([0.9, 0.5]);
    expect(runs.map(({ state }) => state)).toEqual(['unfinished', 'completed']);
    expect(notes.map(({ message }) => message).join('\n')).toMatch(/1 of 1 runs are unfinished[^]*nothing more to ask/);
  });

  it('moves no score, curve or regret of the others when an optimizer is added', async () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(values, { minLength: 3, maxLength: 3 }), values, async (own, added) => {
        const written = (optimizers: readonly string[]): WrittenStudy => ({
          benchmarks: { 'f.a': ERROR },
          optimizers,
          seeds: [0, 1, 2],
          run: (_, optimizer, seed) => losses(optimizer === 'added' ? added : (own[seed] as number[])),
        });
        const before = await compared(written([OWN]));
        const after = await compared(written([OWN, 'added']));
        for (const part of OWN_PARTS) {
          expect(
            (after[part] as readonly { optimizer: string }[]).filter(({ optimizer }) => optimizer === OWN),
          ).toEqual(before[part]);
        }
        expect(after.benchmarks).toEqual(before.benchmarks);
      }),
      { numRuns: 15 },
    );
  });
});

/** Speed-ups and run-length-based targets are measured by it. */
const OWN = 'random-search';

/** What says something of one optimizer alone. */
const OWN_PARTS = ['curves', 'scores', 'areas', 'speedUps', 'attainment', 'runLengths', 'levels', 'workers'] as const;

describe('honest words', () => {
  const messages = async (written: WrittenStudy): Promise<string> =>
    (await compared(written)).notes.map(({ message }) => message).join('\n');

  it('one seed, one optimizer, one benchmark', async () => {
    const said = await messages(oneRun(losses([0.5])));
    expect(said).toMatch(/one seed/);
    expect(said).toMatch(/one optimizer/);
    expect(said).toMatch(/one benchmark/);
  });

  it('one seed has no bands', async () => {
    const { scores } = await compared(oneRun(losses([0.5])));
    expect(scores.at(-1)).toMatchObject({ value: 0.5, valueLower: null, valueUpper: null });
  });

  it('all evaluations failed', async () => {
    const written = oneRun({ evaluations: [{ status: 'failed' }, { status: 'out-of-memory' }] });
    const { runs, scores } = await compared(written);
    expect(runs[0]).toMatchObject({ state: 'failed', failures: 2, incumbent: null });
    expect(scores.at(-1)).toMatchObject({ runs: 1, withIncumbent: 0, value: null, regret: null });
    expect(await messages(written)).toMatch(/1 of 1 runs all evaluations failed/);
  });

  it('nothing at full fidelity', async () => {
    expect(await messages(oneRun({ evaluations: [{ level: 1, metrics: { error: 0.5 } }] }))).toMatch(
      /evaluated nothing at full fidelity/,
    );
  });

  it('no run has begun', async () => {
    expect(await messages({ ...oneRun(losses([])), run: () => undefined })).toMatch(/No run has begun/);
  });

  it('missing pairs', async () => {
    const said = await messages({
      benchmarks: { 'f.a': ERROR, 'f.b': ERROR },
      optimizers: ['one', 'two'],
      run: (benchmark, optimizer) => (benchmark === 'f.b' && optimizer === 'two' ? undefined : losses([0.5])),
    });
    expect(said).toMatch(/no runs of this pair/);
    expect(said).toMatch(/3 of 4 runs have ended, 0 are unfinished, 1 have not begun/);
  });

  it('a benchmark without a scale gives values and no regret; one without a reference no normalised regret', async () => {
    const bare = { ...ERROR, metrics: { error: { direction: 'minimize', role: 'objective' } } } as const;
    const { scores } = await compared(oneRun(losses([0.5]), { benchmarks: { 'f.a': bare } }));
    expect(scores.at(-1)).toMatchObject({ value: 0.5, regret: null, normalised: null });
    const half = { ...ERROR, metrics: { error: { direction: 'minimize', role: 'objective', optimum: 0.25 } } } as const;
    const again = await compared(oneRun(losses([0.5]), { benchmarks: { 'f.a': half } }));
    expect(again.scores.at(-1)).toMatchObject({ regret: 0.25, normalised: null });
    expect(again.notes.map(({ message }) => message).join()).toMatch(/No scale is declared of f\.a/);
  });
});

describe('logs', () => {
  const folder = (): string =>
    writeStudy(join(mkdtempSync(join(tmpdir(), 'analysis-')), 'study'), oneRun(losses([0.5, 0.4])));
  const log = (study: string): string => join(study, 'runs', 'f.a.alone.0.jsonl');

  it('whose last line was torn are those of an unfinished run', async () => {
    const study = folder();
    const text = readFileSync(log(study), 'utf8');
    writeFileSync(log(study), text.slice(0, -5));
    const { runs } = await analyse([study], QUICK);
    expect(runs).toMatchObject([{ state: 'unfinished', evaluations: 2, incumbent: 0.4 }]);
  });

  it('that have not got their first line are of runs that have not begun', async () => {
    const study = folder();
    writeFileSync(log(study), '{"record":"star');
    expect(await analyse([study], QUICK)).toMatchObject({ runs: [], studies: [{ planned: 1, begun: 0, ended: 0 }] });
  });

  it('that are damaged are refused, with the place', async () => {
    const study = folder();
    const lines = readFileSync(log(study), 'utf8').split('\n');
    writeFileSync(log(study), lines.with(2, '{"record":"observed","evaluation":0}').join('\n'));
    await expect(analyse([study], QUICK)).rejects.toMatchObject({
      code: 'user',
      details: { file: log(study), line: 3 },
    });
    writeFileSync(log(study), lines.toSpliced(1, 1).join('\n'));
    await expect(analyse([study], QUICK)).rejects.toThrow(/evaluation 0 was observed and never suggested/);
    writeFileSync(log(study), lines.slice(1).join('\n'));
    await expect(analyse([study], QUICK)).rejects.toThrow(/does not begin with its header/);
  });
});

describe('several studies', () => {
  const study = (optimizers: readonly string[], more: Partial<WrittenStudy> = {}): WrittenStudy => ({
    ...oneRun(losses([0.9, 0.5, 0.3])),
    optimizers,
    ...more,
  });
  const folder = (name: string, written: WrittenStudy): string =>
    writeStudy(join(mkdtempSync(join(tmpdir(), 'analysis-')), name), written);

  it('are one comparison', async () => {
    const both = await analyse([folder('x', study(['one'])), folder('y', study(['two']))], QUICK);
    expect(both.optimizers.map(({ label }) => label)).toEqual(['one', 'two']);
    expect(both.benchmarks).toHaveLength(1);
  });

  it('tell optimizers of one label apart by their folders where they have runs in common', async () => {
    const both = await analyse([folder('x', study(['one'])), folder('y', study(['one']))], QUICK);
    expect(both.optimizers.map(({ label }) => label)).toEqual(['one (x)', 'one (y)']);
    expect(both.scores.every(({ runs }) => runs === 1)).toBe(true);
  });

  it('of unequal budgets are compared up to the smaller one', async () => {
    const smaller = study(['two'], { budget: { evaluations: 2 } });
    const both = await analyse([folder('x', study(['one'])), folder('y', smaller)], QUICK);
    expect(both.benchmarks[0]?.budget).toBe(2);
    expect(both.scores.filter(({ share }) => share === 1).map(({ value }) => value)).toEqual([0.5, 0.5]);
    expect(both.notes.map(({ message }) => message).join()).toMatch(/unequal budgets/);
  });

  it('of other objectives, or on another clock, cannot be compared', async () => {
    const x = folder('x', study(['one']));
    await expect(analyse([x, folder('y', study(['one'], { objectives: ['test_error'] }))], QUICK)).rejects.toThrow(
      /has the objectives test_error here, and error in another study/,
    );
    await expect(analyse([x, folder('z', study(['one'], { budget: { seconds: 5 } }))], QUICK)).rejects.toThrow(
      /a budget of seconds here/,
    );
    await expect(analyse([x, x], QUICK)).rejects.toThrow(/named twice/);
  });
});
