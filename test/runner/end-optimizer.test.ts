import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { endOptimizer } from '../../src/runner/end-optimizer.js';
import { planRecipe, type Plan } from '../../src/runner/plan.js';
import { runStudy, type StudyOptions } from '../../src/runner/study.js';
import { childOptimizer, type ChildManner } from './fixtures/child-optimizer.js';
import { recipeText, write } from './recipe-fixture.js';

const place = mkdtempSync(join(tmpdir(), 'hport-test-end-'));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(place, { recursive: true, force: true });
});

const noteChild = (child: ChildProcess): void => void children.push(child);

/** Three runs of an optimizer that lives in a process of its own. */
async function plan(manner: Partial<ChildManner> = {}): Promise<Plan> {
  const recipe = recipeText({
    optimizers: '[{ name: random-search }]',
    seeds: '[0, 1, 2]',
    budget: '{ evaluations: 20 }',
  });
  const planned = await planRecipe(await write(recipe));
  return { ...planned, optimizers: { 'random-search': childOptimizer({ onStart: noteChild, ...manner }) } };
}

let studies = 0;
async function run(manner: Partial<ChildManner>, options: StudyOptions = {}): Promise<readonly string[]> {
  children.length = 0;
  const { runs } = await runStudy(await plan(manner), join(place, `study-${studies++}`), options);
  return runs.map(({ state, error }) => error?.message ?? state);
}

function alive(): number {
  return children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null).length;
}

describe('an optimizer that owns a process lets go of it', () => {
  it('when its run has ended', async () => {
    expect(await run({})).toEqual(['completed', 'completed', 'completed']);
    expect(children).toHaveLength(3);
    expect(alive()).toBe(0);
  });

  it('when its run has failed', async () => {
    const dead = 'the process of the optimizer has ended';
    expect(await run({ crashAt: 5 })).toEqual([dead, dead, dead]);
    expect(children).toHaveLength(3);
    expect(alive()).toBe(0);
  });

  it('when its run was interrupted', async () => {
    const interruption = new AbortController();
    const onStart = (child: ChildProcess): void => {
      noteChild(child);
      interruption.abort();
    };
    expect(await run({ onStart }, { signal: interruption.signal })).toContain('interrupted');
    expect(children.length).toBeGreaterThan(0);
    expect(alive()).toBe(0);
  });

  it('one that clings is cut off, and that is said', async () => {
    children.length = 0;
    const [{ problem }] = (await plan()).runs as [Plan['runs'][number], ...Plan['runs']];
    const definition = childOptimizer({ onStart: noteChild, clings: true });
    const optimizer = definition.create(problem, {}, createRng('end'));
    await optimizer.ask({ spent: 0, free: 1 });
    const said: string[] = [];
    await endOptimizer(optimizer, 'counting-ones.d8.child.0', (line) => said.push(line), 0.5);
    expect(said).toEqual([
      'the optimizer of counting-ones.d8.child.0 did not end within 0.5 s: what it owns may be left behind',
    ]);
    expect(alive()).toBe(1);
  });

  it('one that fails to let go does not fail its run, and that is said', async () => {
    const said: string[] = [];
    const failing = { [Symbol.asyncDispose]: () => Promise.reject(new Error('no such container')) };
    const optimizer = { ask: () => ({ kind: 'done' }) as const, tell: () => [], ...failing };
    await endOptimizer(optimizer, 'a.b.c.0', (line) => said.push(line));
    expect(said).toEqual([
      'the optimizer of a.b.c.0 failed to end (no such container): what it owns may be left behind',
    ]);
  });
});
