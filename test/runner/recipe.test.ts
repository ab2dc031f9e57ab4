import { describe, expect, test } from 'vitest';
import { readRecipe } from '../../src/runner/recipe.js';
import { parseMemory } from '../../src/runner/recipe-values.js';
import { recipeText, refusal, write } from './recipe-fixture.js';

const reading = async (changes: Record<string, string | undefined>): ReturnType<typeof readRecipe> =>
  readRecipe(await write(recipeText(changes)));

describe('a sound recipe', () => {
  test('gets every default', async () => {
    expect(await reading({})).toEqual({
      study: 'sound',
      benchmarks: [{ family: 'counting-ones', instances: ['d8'], objectives: ['loss'], features: [], constraints: [] }],
      optimizers: [{ name: 'hyperband', label: 'hyperband', options: { eta: 3, rule: 'hpbandster', refill: 'none' } }],
      seeds: [0, 1],
      budget: { fullEvaluations: 5 },
      workers: { count: 1, cpus: 1, memoryBytes: 2 * 1024 ** 3, pids: 256, gpus: 0 },
      engine: 'inline',
      concurrency: 1,
      retries: 2,
      impossible: 'refuse',
      accounting: 'resume',
      overhead: 'zero',
    });
  });

  test('sweeps all instances in the order of the manifest', async () => {
    const { benchmarks } = await reading({ benchmarks: '[{ family: counting-ones, instances: all }]' });
    expect(benchmarks[0]?.instances.slice(0, 2)).toEqual(['d8', 'd16']);
  });

  test('names the sound instances: those of whose objectives none has a notice', async () => {
    const entry = '{ family: yahpo-rbv2-xgboost, instances: sound }';
    const [acc] = (await reading({ benchmarks: `[${entry}]` })).benchmarks;
    expect(acc?.instances).toContain('12');
    expect(acc?.instances).not.toContain('41169');
    const auc = '{ family: yahpo-rbv2-xgboost, instances: sound, objectives: [auc] }';
    const [other] = (await reading({ benchmarks: `[${auc}]` })).benchmarks;
    expect(other?.instances).toContain('41169');
    expect(other?.instances).not.toContain('181');
    expect(await refusal(recipeText({ benchmarks: '[{ family: nb301, instances: sound }]' }))).toMatch(/none is sound/);
  });

  test('takes seeds one by one, options, labels and every other key', async () => {
    const recipe = await reading({
      optimizers: '[{ name: hyperband }, { name: hyperband, label: eta-4, options: { eta: 4 } }]',
      seeds: '[7, 3]',
      budget: '{ evaluations: 10, fullEvaluations: 2.5, seconds: 1e3 }',
      workers: '{ count: 2, cpus: 0.5, memory: 512MiB, pids: 64, gpus: 1, gpuIds: [0, GPU-1] }',
      engine: 'docker',
      concurrency: '3',
      deadline: '1.5',
      retries: '0',
      accounting: 'restart',
      overhead: '{ fixed: 0.25 }',
    });
    expect(recipe.optimizers.map(({ label, options }) => [label, options['eta']])).toEqual([
      ['hyperband', 3],
      ['eta-4', 4],
    ]);
    expect(recipe.seeds).toEqual([7, 3]);
    expect(recipe.workers).toEqual({
      count: 2,
      cpus: 0.5,
      memoryBytes: 512 * 1024 ** 2,
      pids: 64,
      gpus: 1,
      gpuIds: ['0', 'GPU-1'],
    });
    expect(recipe).toMatchObject({ concurrency: 3, deadline: 1.5, retries: 0, accounting: 'restart' });
    expect(recipe.overhead).toEqual({ fixed: 0.25 });
  });

  test('lets the command line choose the engine', async () => {
    const file = await write(recipeText({ engine: 'docker' }));
    expect((await readRecipe(file, { engine: 'process' })).engine).toBe('process');
  });

  test('that asks for GPUs is for docker by default', async () => {
    expect((await reading({ workers: '{ gpus: 1 }' })).engine).toBe('docker');
  });
});

describe('amounts of memory', () => {
  test.each([
    ['512MiB', 512 * 1024 ** 2],
    ['2GiB', 2 * 1024 ** 3],
    ['1.5 GB', 1.5e9],
    ['100kB', 1e5],
    ['1000', 1000],
    ['4096B', 4096],
    [4096, 4096],
    ['much', undefined],
    ['-1GiB', undefined],
    ['1 GiBit', undefined],
  ])('%s is %s', (text, bytes) => expect(parseMemory(text)).toBe(bytes));
});

describe('several mistakes', () => {
  test('are told at once, in the order of the file', async () => {
    const text = recipeText({ optimizers: '[{ name: hyperbant }]', seeds: '[]', budget: '{ second: 5 }' });
    expect(await refusal(`${text}enginee: docker\n`)).toBe(
      [
        'recipe.yaml: 4 mistakes',
        '  recipe.yaml:3: optimizers[0].name: unknown optimizer "hyperbant" (did you mean "hyperband"?). ' +
          'Ask `hport list optimizers` for the names.',
        '  recipe.yaml:4: seeds: there are no seeds, so there would be no run. ' +
          'Write {first: 0, count: 10} or a list.',
        '  recipe.yaml:5: budget.second: unknown key "second" (did you mean "seconds"?). ' +
          'Write one or more of evaluations, fullEvaluations, seconds, such as {fullEvaluations: 50}.',
        '  recipe.yaml:6: enginee: unknown key "enginee" (did you mean "engine"?). A recipe has the keys study, ' +
          'benchmarks, optimizers, seeds and budget, and may have others; recipes/ has examples.',
      ].join('\n'),
    );
  });
});
