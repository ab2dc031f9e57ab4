import { describe, expect, test } from 'vitest';
import { readRecipe } from '../../src/runner/recipe.js';
import { complaintOf, recipeText, refusal, write } from './recipe-fixture.js';

const refusing = (changes: Record<string, string | undefined>): Promise<string> => refusal(recipeText(changes));

describe('a recipe is refused, with place, value and mend,', () => {
  test.each<[string, Record<string, string | undefined>]>([
    ['for an unknown key', { retris: '2' }],
    [
      'for an unknown key of an entry',
      { benchmarks: '[{ famly: counting-ones, family: counting-ones, instance: d8 }]' },
    ],
    ['for a missing key', { budget: undefined }],
    ['for a wrong type', { concurrency: 'two' }],
    ['for a list that should be there', { optimizers: 'hyperband' }],
    ['for an empty list', { benchmarks: '[]' }],
    ['for a name that cannot name a folder', { study: '../elsewhere' }],
    ['for an unknown family', { benchmarks: '[{ family: counting-one, instance: d8 }]' }],
    ['for an unknown instance', { benchmarks: '[{ family: counting-ones, instance: d9 }]' }],
    ['for an unknown instance of a list', { benchmarks: '[{ family: counting-ones, instances: [d8, e16] }]' }],
    ['for a word that is not all', { benchmarks: '[{ family: counting-ones, instances: every }]' }],
    ['for no instance', { benchmarks: '[{ family: counting-ones }]' }],
    ['for instance and instances', { benchmarks: '[{ family: counting-ones, instance: d8, instances: all }]' }],
    [
      'for a benchmark that stands twice',
      { benchmarks: '[{ family: counting-ones, instance: d8 }, { family: counting-ones, instances: [d16, d8] }]' },
    ],
    ['for an unknown metric', { benchmarks: '[{ family: counting-ones, instance: d8, objectives: [los] }]' }],
    [
      'for a metric under two roles',
      { benchmarks: '[{ family: counting-ones, instance: d8, objectives: [loss], features: [loss] }]' },
    ],
    ['for an unknown optimizer', { optimizers: '[{ name: randomsearch }]' }],
    ['for an unknown option', { optimizers: '[{ name: hyperband, options: { etaa: 3 } }]' }],
    ['for an eta of 1', { optimizers: '[{ name: hyperband, options: { eta: 1 } }]' }],
    ['for an eta in words', { optimizers: '[{ name: hyperband, options: { eta: three } }]' }],
    ['for an optimizer that stands twice', { optimizers: '[{ name: hyperband }, { name: hyperband }]' }],
    ['for an unknown engine', { engine: 'doker' }],
    ['for empty seeds', { seeds: '[]' }],
    ['for a count of no seeds', { seeds: '{ first: 0, count: 0 }' }],
    ['for a seed that stands twice', { seeds: '[1, 2, 1]' }],
    ['for a negative seed', { seeds: '[-1]' }],
    ['for seeds in words', { seeds: 'ten' }],
    ['for zero workers', { workers: '{ count: 0 }' }],
    ['for no memory', { workers: '{ memory: 1KiB }' }],
    ['for memory in words', { workers: '{ memory: lots }' }],
    ['for too few devices', { workers: '{ count: 2, gpus: 1, gpuIds: [0] }' }],
    ['for an empty budget', { budget: '{}' }],
    ['for a budget of zero', { budget: '{ evaluations: 0 }' }],
    ['for a negative budget', { budget: '{ seconds: -5 }' }],
    ['for an infinite budget', { budget: '{ seconds: .inf }' }],
    ['for a budget that is no number', { budget: '{ fullEvaluations: .nan }' }],
    ['for a budget in words', { budget: '{ seconds: an hour }' }],
    ['for half an evaluation', { budget: '{ evaluations: 2.5 }' }],
    ['for a deadline of zero', { deadline: '0' }],
    ['for an infinite deadline', { deadline: '.inf' }],
    ['for negative retries', { retries: '-1' }],
    ['for an unknown accounting', { accounting: 'resme' }],
    ['for an unknown overhead', { overhead: 'mesured' }],
    ['for an overhead without seconds', { overhead: '{ fix: 1 }' }],
  ])('%s', async (_, changes) => {
    expect(await refusing(changes)).toMatchSnapshot();
  });

  test('for an engine that the command line misspells', async () => {
    expect(await refusal(recipeText(), { engine: 'podmann' })).toMatch(/^--engine: unknown engine "podmann"/);
  });

  test('for a text that is no mapping', async () => {
    expect(await refusal('- 1\n')).toMatch(/^recipe\.yaml:1: expected object, found \[1\]/);
    expect(await refusal('')).toMatch(/^recipe\.yaml:1: expected object, found null/);
  });

  test('for YAML that is none, with the line', async () => {
    expect(await refusal('study: a\nseeds: [1, 2\nbudget: {}\n')).toMatch(/^recipe\.yaml:\d: /);
    expect(await refusal('study: a\nstudy: b\n')).toMatch(/^recipe\.yaml:2: Map keys must be unique/);
    expect(await refusal('study: !secret a\n')).toMatch(/^recipe\.yaml:1: Unresolved tag: !secret/);
    expect(await refusal('study: a\n---\nstudy: b\n')).toMatch(/^recipe\.yaml:\d: .*multiple documents/);
  });

  test('for aliases that multiply', async () => {
    const bomb = Array.from(
      { length: 9 },
      (_, i) =>
        `x${i}: &x${i} [${
          i === 0
            ? '1'
            : Array(9)
                .fill(`*x${i - 1}`)
                .join(', ')
        }]`,
    );
    expect(await refusal(`${bomb.join('\n')}\n`)).toMatch(/Excessive alias count/);
  });

  test('when there is no such file, or it is a folder', async () => {
    const file = await write('');
    const missing = `${file}.not`;
    expect(await complaintOf(missing, () => readRecipe(missing))).toBe('recipe.yaml.not: there is no such file');
    const folder = file.slice(0, file.lastIndexOf('/'));
    expect(await complaintOf(folder, () => readRecipe(folder))).toMatch(/: this is a folder, not a file$/);
  });
});
