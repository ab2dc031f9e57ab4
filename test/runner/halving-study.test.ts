import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { Observed, StudyRecord, Suggested } from '../../src/log/records.js';
import { planRecipe } from '../../src/runner/plan.js';
import { resumeStudy, runStudy } from '../../src/runner/study.js';
import type { StudyResult } from '../../src/runner/summary.js';
import { writeFolder } from './manifest-fixture.js';
import { complaintOf, recipeText, write } from './recipe-fixture.js';

/** A family whose evaluations have curves: what it is at a level is what a longer one is when it comes past. */
const MANIFEST = `
family: curves
version: 1.0.0
runtime: node
instances: { a: {} }
space: { parameters: [{ name: x, type: float, lower: 0, upper: 1 }] }
fidelities: [{ name: epoch, type: integer, lower: 1, upper: 27, continuation: true, unit: epochs }]
metrics: { loss: { direction: minimize, role: objective, lower: 0, upper: 10 } }
clock: recorded
level: synthetic
source: this test
licence: CC0-1.0
`;
const OBJECTIVE = `
export default {
  evaluate: ({ x }, { epoch }) => {
    if (x > 0.9 && epoch > 9) throw new Error('diverged');
    return { metrics: { loss: x + (1 - x) / epoch }, cost: epoch * (0.25 + x) };
  },
};
`;

const OPTIMIZERS = `[
  { name: successive-halving }, { name: hyperband }, { name: asha },
  { name: asha, label: asha-stopping, options: { type: stopping } },
  { name: async-hyperband, options: { type: stopping, rule: optuna } }]`.replaceAll('\n', ' ');

const place = mkdtempSync(join(tmpdir(), 'hport-test-halving-'));
const before = process.env['HPORT_BENCHMARKS'];
beforeAll(async () => {
  const files = {
    'package.json': '{ "type": "module" }',
    'curves/benchmark.yaml': MANIFEST,
    'curves/objective.js': OBJECTIVE,
  };
  process.env['HPORT_BENCHMARKS'] = await writeFolder(files);
});
afterAll(() => {
  if (before === undefined) delete process.env['HPORT_BENCHMARKS'];
  else process.env['HPORT_BENCHMARKS'] = before;
  rmSync(place, { recursive: true, force: true });
});

const recipe = (changes: Readonly<Record<string, string>> = {}): string =>
  recipeText({
    benchmarks: '[{ family: curves, instance: a }]',
    optimizers: OPTIMIZERS,
    seeds: '[0]',
    budget: '{ fullEvaluations: 20 }',
    engine: 'inline',
    ...changes,
  });

let studies = 0;
async function study(changes: Readonly<Record<string, string>> = {}): Promise<StudyResult> {
  return await runStudy(await planRecipe(await write(recipe(changes))), join(place, `study-${studies++}`));
}

function logsOf({ folder }: StudyResult): Readonly<Record<string, string>> {
  const names = readdirSync(join(folder, 'runs')).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, 'runs', name), 'utf8')]));
}

function recordsOf(result: StudyResult, label: string): StudyRecord[] {
  const text = logsOf(result)[`curves.a.${label}.0.jsonl`] as string;
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as StudyRecord);
}

describe('halving in studies with 1, 4, 16 and 64 simulated workers', () => {
  it.each([1, 4, 16, 64])(
    'gives the same bytes twice, and again when it was cut anywhere: %d workers',
    async (count) => {
      const changes = { workers: `{ count: ${count} }` };
      const result = await study(changes);
      expect(result.runs.map(({ state }) => state)).toEqual(result.runs.map(() => 'completed'));
      const whole = logsOf(result);
      expect(logsOf(await study(changes))).toEqual(whole);
      const rng = createRng('cuts', count);
      for (let cut = 0; cut < 8; cut++) {
        for (const [name, text] of Object.entries(whole)) {
          truncateSync(join(result.folder, 'runs', name), rng.integer(Buffer.byteLength(text)));
        }
        const resumed = await resumeStudy(result.folder);
        expect(logsOf(resumed)).toEqual(whole);
        expect(resumed.runs.map(({ idle }) => idle)).toEqual(result.runs.map(({ idle }) => idle));
      }
    },
  );

  it('has idle workers only where somebody waits, or the budget is nearly used up', async () => {
    const [alone, many] = [await study(), await study({ workers: '{ count: 16 }', optimizers: BARRIER })];
    expect(alone.runs.map(({ idle }) => idle)).toEqual(alone.runs.map(() => 0));
    const [barrier, asha] = many.runs.map(({ idle }) => idle as number);
    expect(barrier).toBeGreaterThan(0.5);
    expect(asha).toBeLessThan(0.3);
  });

  const BARRIER = '[{ name: successive-halving, options: { barrier: true } }, { name: asha }]';
});

describe('asha by stopping in a study', () => {
  it('charges a stopped trial what it costs at its level, and reports come from there', async () => {
    const records = recordsOf(await study({ workers: '{ count: 4 }' }), 'asha-stopping');
    const trials = new Map<number, Suggested>();
    for (const record of records) if (record.record === 'suggested') trials.set(record.evaluation, record);
    const x = (evaluation: number): number => trials.get(evaluation)?.configuration?.['x'] as number;
    const statuses = new Set<string>();
    for (const record of records) {
      if (record.record === 'reported' || (record.record === 'observed' && record.status === 'stopped')) {
        expect(record.cost).toBe((record.level as number) * (0.25 + x(record.evaluation)));
        expect(record.metrics).toEqual({
          loss: x(record.evaluation) + (1 - x(record.evaluation)) / (record.level as number),
        });
      }
      if (record.record === 'observed') statuses.add(record.status);
    }
    expect(statuses).toContain('stopped');
    expect(statuses).toContain('completed');
  });

  it('is refused in the plan where a benchmark has no curve, with the reason and a way out', async () => {
    const file = await write(recipe({ benchmarks: '[{ family: counting-ones, instance: d8 }]' }));
    const message = await complaintOf(file, () => planRecipe(file));
    expect(message).toContain(
      'recipe.yaml:3: optimizers[3].options.type: asha cannot take counting-ones.d8: a running evaluation',
    );
    expect(message).toContain('cannot be judged: evaluations at a level of "samples" do not pass through lower ones');
    expect(message).toContain('Use `type: promotion`, which evaluates rung by rung.');
  });
});

describe('asha by promotion under the two accountings', () => {
  it('asks the same of one worker; a promotion costs the difference, or all of it', async () => {
    const changes = { budget: '{ evaluations: 200 }' };
    const [resume, restart] = [
      recordsOf(await study({ ...changes, accounting: 'resume' }), 'asha'),
      recordsOf(await study({ ...changes, accounting: 'restart' }), 'asha'),
    ];
    const asked = (records: readonly StudyRecord[]): unknown[] =>
      records.flatMap((record) =>
        record.record === 'suggested' ? [[record.trial, record.fidelity, record.continues, record.configuration]] : [],
      );
    expect(asked(resume)).toEqual(asked(restart));
    const observed = (records: readonly StudyRecord[]): Observed[] =>
      records.flatMap((record) => (record.record === 'observed' ? [record] : []));
    const suggested = resume.flatMap((record) => (record.record === 'suggested' ? [record] : []));
    const [byResume, byRestart] = [observed(resume), observed(restart)];
    const promoted = suggested.filter(({ continues }) => continues !== undefined);
    expect(promoted.length).toBeGreaterThan(50);
    for (const { evaluation, continues } of promoted) {
      const [one, other] = [byResume[evaluation] as Observed, byRestart[evaluation] as Observed];
      if (one.status !== 'completed') continue;
      expect(one.restartCost).toBe(other.cost);
      expect(one.cost).toBe(other.cost - (byRestart[continues as number] as Observed).cost);
    }
  });
});
