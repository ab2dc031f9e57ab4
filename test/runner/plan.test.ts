import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { planRecipe, planStudy, type Plan } from '../../src/runner/plan.js';
import { worstCase } from '../../src/runner/plan-worst-case.js';
import { manifestText, writeFolder } from './manifest-fixture.js';
import { complaintOf, recipeText, write } from './recipe-fixture.js';

afterEach(() => void vi.unstubAllEnvs());

const planning = async (changes: Record<string, string | undefined> = {}): Promise<Plan> =>
  planRecipe(await write(recipeText(changes)));

async function refusing(changes: Record<string, string | undefined>): Promise<string> {
  const file = await write(recipeText(changes));
  return complaintOf(file, () => planRecipe(file));
}

/** Families that are not in the suite, for what its own ones do not have. */
async function withFamilies(...manifests: Readonly<Record<string, string>>[]): Promise<void> {
  const files = manifests.map((changes) => [`${changes['family'] ?? 'toy'}/benchmark.yaml`, manifestText(changes)]);
  vi.stubEnv(
    'HPORT_BENCHMARKS',
    [await writeFolder(Object.fromEntries(files) as Record<string, string>)].join(delimiter),
  );
}

describe('a plan', () => {
  test('has a run for each benchmark, optimizer and seed, in this order', async () => {
    const { runs } = await planning({
      benchmarks: '[{ family: counting-ones, instances: [d8, d16] }]',
      optimizers: '[{ name: random-search }, { name: hyperband, label: hb }]',
    });
    expect(runs.map(({ id }) => id)).toEqual([
      'counting-ones.d8.random-search.0',
      'counting-ones.d8.random-search.1',
      'counting-ones.d8.hb.0',
      'counting-ones.d8.hb.1',
      'counting-ones.d16.random-search.0',
      'counting-ones.d16.random-search.1',
      'counting-ones.d16.hb.0',
      'counting-ones.d16.hb.1',
    ]);
    expect(runs[2]).toMatchObject({
      optimizer: 'hyperband',
      label: 'hb',
      instance: 'd8',
      seed: 0,
      options: { eta: 3 },
    });
  });

  test('tells optimizers the problem: minimised objectives with bounds, budget, workers', async () => {
    await withFamilies({
      metrics: `{ accuracy: { direction: maximize, role: objective, lower: 0.1, upper: 1 },
        size: { direction: maximize, role: feature, lower: 1 }, loss: { direction: minimize, role: info, lower: 0 } }`,
    });
    const { runs } = await planning({
      benchmarks: '[{ family: toy, instance: a, objectives: [accuracy, loss], features: [size] }]',
      optimizers: '[{ name: random-search }]',
      workers: '{ count: 3 }',
    });
    expect(runs[0]?.problem).toMatchObject({
      objectives: [
        { name: 'accuracy', lower: -1, upper: -0.1 },
        { name: 'loss', lower: 0 },
      ],
      features: [{ name: 'size', lower: 1 }],
      constraints: [],
      budget: { fullEvaluations: 5 },
      workers: 3,
    });
    expect(runs[0]?.problem.fidelities.highest).toEqual({ epoch: 9 });
  });

  test('can be made from a recipe that was resolved before', async () => {
    const plan = await planning();
    const again = await planStudy(JSON.parse(JSON.stringify(plan.recipe)) as Plan['recipe']);
    expect(again.runs.map(({ id }) => id)).toEqual(plan.runs.map(({ id }) => id));
    expect(again.recipe).toEqual(plan.recipe);
  });

  test('is possible for every recipe of the suite', async () => {
    for (const file of await readdir('recipes')) {
      expect((await planRecipe(join('recipes', file))).runs.length).toBeGreaterThan(0);
    }
  });
});

describe('an impossible pair is refused with the reason', () => {
  test('when there are too many objectives', async () => {
    expect(
      await refusing({ benchmarks: '[{ family: mlp, instance: wine, objectives: [valid_error, num_weights] }]' }),
    ).toBe(
      'recipe.yaml:3: optimizers[0]: hyperband cannot take mlp.wine: it minimises one objective, the recipe names 2 ' +
        '(valid_error, num_weights)\n  Name one objective.',
    );
  });

  test('when there are features', async () => {
    expect(await refusing({ benchmarks: '[{ family: mlp, instance: wine, features: [num_weights] }]' })).toBe(
      'recipe.yaml:3: optimizers[0]: hyperband cannot take mlp.wine: it keeps no archive over features (num_weights)\n' +
        '  Take features out, or choose a quality-diversity optimizer.',
    );
  });

  test('when the benchmark has no fidelity', async () => {
    await withFamilies({ fidelities: '[]' });
    expect(await refusing({ benchmarks: '[{ family: toy, instance: a }]' })).toBe(
      'recipe.yaml:3: optimizers[0].options.fidelity: hyperband cannot take toy.a: the benchmark has no fidelity to drive\n' +
        '  Choose a benchmark with fidelities, or a single-fidelity optimizer such as random-search.',
    );
  });

  test('when options make no sense for the benchmark', async () => {
    expect(await refusing({ optimizers: '[{ name: hyperband, options: { fidelity: epochs } }]' })).toBe(
      'recipe.yaml:3: optimizers[0].options.fidelity: hyperband cannot take counting-ones.d8: ' +
        'the benchmark has no fidelity "epochs" (known: samples)',
    );
  });

  test('when the engine cannot run the family', async () => {
    const changes = { benchmarks: '[{ family: mlp, instance: wine }]', engine: 'inline' };
    expect(await refusing(changes)).toMatch(/^recipe\.yaml:6: engine: the engine inline cannot run mlp: /);
    expect(await refusing({ engine: 'inline', workers: '{ gpus: 1 }' })).toMatch(/^recipe\.yaml:6: engine: .*GPU/);
  });

  test('for all pairs at once', async () => {
    const message = await refusing({ benchmarks: '[{ family: mlp, instances: all, features: [num_weights] }]' });
    expect(message).toMatch(/^recipe\.yaml: 9 mistakes\n/);
  });
});

describe('an impossible pair is left out where the recipe says so', () => {
  const benchmarks = '[{ family: toy, instance: a }, { family: counting-ones, instance: d8 }]';

  test('and the others run', async () => {
    await withFamilies({ fidelities: '[]' });
    const { runs, warnings } = await planning({ benchmarks, impossible: 'skip', seeds: '[0]' });
    expect(runs.map(({ id }) => id)).toEqual(['counting-ones.d8.hyperband.0']);
    expect(warnings).toEqual([
      { benchmark: 'toy.a', optimizer: 'hyperband', message: 'left out: the benchmark has no fidelity to drive' },
    ]);
  });

  test('but not all of them', async () => {
    await withFamilies({ fidelities: '[]' });
    expect(await refusing({ benchmarks: '[{ family: toy, instance: a }]', impossible: 'skip' })).toBe(
      'recipe.yaml:3: optimizers: no optimizer can take any of the benchmarks ' +
        '(hyperband on toy.a is left out: the benchmark has no fidelity to drive)',
    );
  });
});

describe('the worst case', () => {
  const of = async (changes: Record<string, string>): ReturnType<typeof worstCase> =>
    worstCase(await planning(changes));

  test('is the budget in seconds', async () => {
    const { runs, total } = await of({ budget: '{ seconds: 30 }' });
    expect(runs).toEqual([{ seconds: 30 }, { seconds: 30 }]);
    expect(total).toEqual({ seconds: 60 });
  });

  test('is one evaluation after the other, each up to its deadline', async () => {
    expect((await of({ budget: '{ evaluations: 10 }', deadline: '2' })).total).toEqual({
      evaluations: 20,
      seconds: 40,
    });
    expect((await of({ budget: '{ evaluations: 10, seconds: 5 }', deadline: '2' })).total).toEqual({
      evaluations: 20,
      seconds: 10,
    });
  });

  test('counts full evaluations by the cheapest', async () => {
    // 5 full evaluations at 9 of 729 samples each.
    expect((await of({ seeds: '[0]' })).total).toEqual({ evaluations: 405 });
    expect((await of({ seeds: '[0]', optimizers: '[{ name: random-search }]' })).total).toEqual({ evaluations: 5 });
  });

  test('knows that a continued evaluation is charged the difference', async () => {
    await withFamilies({});
    const toy = { benchmarks: '[{ family: toy, instance: a }]', seeds: '[0]' };
    expect((await of(toy)).total).toEqual({ evaluations: 45 });
    await withFamilies({
      fidelities: '[{ name: epoch, type: integer, lower: 3, upper: 9, continuation: true, unit: epochs }]',
    });
    expect((await of({ ...toy, accounting: 'restart' })).total).toEqual({ evaluations: 15 });
    expect((await of(toy)).total).toEqual({ evaluations: 45 });
  });

  test('is unknown without a bound', async () => {
    await withFamilies({
      fidelities: '[{ name: epoch, type: float, lower: 3, upper: 9, continuation: true, unit: epochs }]',
    });
    expect((await of({ benchmarks: '[{ family: toy, instance: a }]' })).total).toEqual({});
  });
});
