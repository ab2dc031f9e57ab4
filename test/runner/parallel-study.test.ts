import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { optimizerNames } from '../../src/optimizers/registry.js';
import { planRecipe } from '../../src/runner/plan.js';
import { runStudy } from '../../src/runner/study.js';
import type { StudyResult } from '../../src/runner/summary.js';
import { mirror } from '../mirror.js';
import { recipeText, write } from './recipe-fixture.js';

const data = mirror();
const place = mkdtempSync(join(tmpdir(), 'hport-test-parallel-'));
afterAll(() => {
  rmSync(place, { recursive: true, force: true });
});
afterEach(() => vi.unstubAllEnvs());

/** Every optimizer, but a grid of corners: all cells of the usual one are too many. */
const OPTIMIZERS = optimizerNames().map((name) => (name === 'grid' ? { name, options: { resolution: 2 } } : { name }));

async function planned(changes: Readonly<Record<string, string>>): ReturnType<typeof planRecipe> {
  const fixed = { optimizers: JSON.stringify(OPTIMIZERS), impossible: 'skip', seeds: '[0]', engine: 'inline' };
  return await planRecipe(await write(recipeText({ ...fixed, ...changes })));
}

let studies = 0;
async function study(changes: Readonly<Record<string, string>>): Promise<StudyResult> {
  return await runStudy(await planned(changes), join(place, `study-${studies++}`));
}

function logsOf({ folder }: StudyResult): ReadonlyMap<string, string> {
  const runs = join(folder, 'runs');
  return new Map(readdirSync(runs).map((name) => [name, readFileSync(join(runs, name), 'utf8')]));
}

describe('every optimizer by 1, 4, 16 and 64 workers', () => {
  const benchmarks = [
    { family: 'counting-ones', instance: 'd8' },
    ...(data === undefined ? [] : [{ family: 'yahpo-lcbench', instance: '3945', objectives: ['val_cross_entropy'] }]),
  ];

  it.each([1, 4, 16, 64])('leaves the same logs twice, and its idle share: %d', { timeout: 240_000 }, async (count) => {
    vi.stubEnv('HPORT_DATA_MIRROR', data ?? '');
    const changes = {
      benchmarks: JSON.stringify(benchmarks),
      budget: '{ fullEvaluations: 12 }',
      workers: `{ count: ${count} }`,
    };
    const result = await study(changes);
    // cma-es takes no categorical parameters.
    expect(result.runs.length).toBe(OPTIMIZERS.length * benchmarks.length - 1);
    for (const { state, idle } of result.runs) {
      expect(state).toBe('completed');
      if (count === 1) expect(idle).toBe(0);
      expect(idle).toBeGreaterThanOrEqual(0);
      expect(idle).toBeLessThan(1);
    }
    expect(logsOf(await study(changes))).toEqual(logsOf(result));
  });
});

describe('sixty-four workers', () => {
  // Ten evaluations at the highest level one after the other. What is under way at the end is cut: nobody is idle for want of time.
  const changes = { budget: '{ seconds: 7290 }', workers: '{ count: 64 }' };
  const waiting = ['differential-evolution', 'local-search', 'smashy'];

  it('are warned of where the method leaves them idle, and are busy elsewhere', { timeout: 240_000 }, async () => {
    const { warnings } = await planned(changes);
    const idle = warnings.filter(({ message }) => /workers are (always |mostly )?idle/.test(message));
    expect(idle.map(({ optimizer }) => optimizer)).toEqual(waiting);
    const { runs } = await study(changes);
    for (const { run, idle: share, reason } of runs) {
      if (waiting.includes(run.optimizer)) expect(share, run.optimizer).toBeGreaterThan(0.5);
      // A grid of corners is at its end before.
      else if (reason === 'seconds') expect(share, run.optimizer).toBe(0);
    }
    expect(runs.filter(({ reason }) => reason !== 'seconds').map(({ run }) => run.optimizer)).toEqual(['grid']);
  });
});
