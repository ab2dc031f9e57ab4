import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { Observation, Optimizer } from '../../src/optimizers/optimizer.js';
import { loadOptimizer } from '../../src/optimizers/registry.js';
import type { RunPlan } from '../../src/runner/plan.js';
import { resumeStudy } from '../../src/runner/study.js';
import { threadedOptimizer } from '../../src/runner/threaded-optimizer.js';
import { knowFamilies, logsOf, planOf, study } from './study-fixture.js';

afterEach(() => void vi.unstubAllEnvs());

const SLEEPY = `export default { evaluate: async ({ x }) => {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return { metrics: { loss: x, test_loss: x } };
} };\n`;

async function knowSleepy(code = SLEEPY): Promise<void> {
  await knowFamilies({ name: 'sleepy', code, manifest: { clock: 'measured', instances: '{ a: {} }' } });
}

const lines = (optimizers: string, ...more: readonly string[]): readonly string[] => [
  'study: sleepy',
  'benchmarks: [{ family: sleepy, instance: a }]',
  `optimizers: [${optimizers}]`,
  'seeds: [1]',
  ...more,
];

/** Asks and tells, with losses that follow from the suggestion. */
async function drive(optimizer: Optimizer, evaluations: number): Promise<readonly unknown[]> {
  const asks: unknown[] = [];
  for (let evaluation = 0; evaluation < evaluations; evaluation++) {
    const ask = await optimizer.ask({ spent: evaluation / evaluations, free: 1 });
    asks.push(ask);
    if (ask.kind !== 'suggest') break;
    const loss = Number(ask.suggestion.configuration['x']) / (ask.suggestion.fidelity['epoch'] ?? 1);
    const outcome = { status: 'completed', cost: 1, metrics: { loss, test_loss: loss } } as const;
    const observation: Observation = { evaluation, suggestion: ask.suggestion, outcome, objectives: [loss] };
    asks.push(await optimizer.tell(observation));
  }
  return asks;
}

describe('an optimizer in a thread of its own', () => {
  it('asks for the same as in the thread of the runner', async () => {
    await knowSleepy();
    const names = ['bohb', 'dehb', 'smashy', 'tpe'];
    const optimizers = names.map((name) => `{ name: ${name} }`).join(', ');
    const { runs } = await planOf(lines(optimizers, 'budget: { evaluations: 40 }', 'engine: process'));
    for (const run of runs) {
      const definition = await loadOptimizer(run.optimizer);
      const here = definition.create(run.problem, run.options, createRng('optimizer', run.seed));
      const there = await threadedOptimizer(run);
      expect(await drive(there, 40)).toEqual(await drive(here, 40));
      await there[Symbol.asyncDispose]?.();
    }
  });

  it('throws what it throws there, with its fields, and nothing more is answered once it has ended', async () => {
    await knowSleepy();
    const { runs } = await planOf(lines('{ name: hyperband }', 'budget: { evaluations: 4 }', 'engine: process'));
    const wrong = { ...(runs[0] as RunPlan), options: { ...runs[0]?.options, fidelity: 'nowhere' } };
    await expect(threadedOptimizer(wrong)).rejects.toMatchObject({
      name: 'SuiteError',
      code: 'user',
      details: { key: 'fidelity' },
    });
    const optimizer = await threadedOptimizer(runs[0] as RunPlan);
    await optimizer[Symbol.asyncDispose]?.();
    await expect(optimizer.ask({ spent: 0, free: 1 })).rejects.toMatchObject({ code: 'bug' });
  });
});

describe('a study on a real clock', () => {
  it('lets no evaluation of a run time out because the optimizer of another one thinks', async () => {
    await knowSleepy();
    const thinker = '{ name: tpe, options: { n_candidates: 3000000, n_startup: 2 } }';
    const more = ['budget: { evaluations: 6 }', 'engine: process', 'concurrency: 2', 'deadline: 1.8'];
    const { runs } = await study(lines(`{ name: random-search }, ${thinker}`, ...more));
    expect(runs.map(({ error }) => error)).toEqual([undefined, undefined]);
    const [quick, thinking] = runs;
    expect(thinking?.clocks.optimizer).toBeGreaterThan(1);
    expect(quick?.failures).toBe(0);
    expect(thinking?.failures).toBe(0);
  });

  it('hears at once of an interruption while its optimizer thinks, and goes on from there', async () => {
    await knowSleepy('export default { evaluate: ({ x }) => ({ metrics: { loss: x, test_loss: x } }) };\n');
    const thinker = '{ name: tpe, options: { n_candidates: 6000000, n_startup: 2 } }';
    const controller = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const onProgress = (): void => void (timer ??= setTimeout(() => controller.abort(), 1500));
    const options = { signal: controller.signal, onProgress };
    const more = ['budget: { evaluations: 3 }', 'engine: inline'];
    const { folder, runs } = await study(lines(thinker, ...more), options);
    expect(runs[0]?.state).toBe('interrupted');
    const before = Object.values(logsOf(folder)).join('');
    const again = await resumeStudy(folder);
    expect(again.runs[0]?.state).toBe('completed');
    expect(Object.values(logsOf(folder)).join('').startsWith(before)).toBe(true);
  });
});
