import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SuiteError } from '../../src/core/errors.js';
import { createRng } from '../../src/core/rng.js';
import { readConfigSpace } from '../../src/space/configspace.js';
import { createSearchSpace } from '../../src/space/space.js';

function golden(version: string): Record<string, unknown> {
  const file = new URL(`golden/configspace-${version}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

function refusal(act: () => unknown): string {
  try {
    return JSON.stringify(act());
  } catch (error) {
    if (!(error instanceof SuiteError)) throw error;
    expect(error.code).toBe('user');
    return `${error.details.key ?? ''}: ${error.message}`;
  }
}

/** The golden 1.x file with one list replaced. */
const reading = (part: object): string => refusal(() => readConfigSpace({ ...golden('1.x'), ...part }));
const parameter = (one: unknown): string =>
  reading({ hyperparameters: [one], conditions: [], forbiddens: [] }).replace(/^hyperparameters\[0\]/, '[0]');

describe('reading ConfigSpace JSON', () => {
  it('reads version 0.2: default, probabilities, q, unparametrized', () => {
    const { name, definition, notes } = readConfigSpace(golden('0.2'));
    expect(name).toBe('svm');
    expect(definition).toEqual({
      parameters: [
        { name: 'C', type: 'float', lower: 0.03125, upper: 32768, log: true, default: 1 },
        { name: 'degree', type: 'integer', lower: 2, upper: 5, default: 3 },
        { name: 'dropout', type: 'ordinal', sequence: [0, 0.1, 0.2, 0.3, 0.4, 0.5], default: 0.3 },
        { name: 'units', type: 'ordinal', sequence: [16, 32, 48, 64], default: 32 },
        { name: 'epochs', type: 'integer', lower: 1, upper: 9, default: 5 },
        {
          name: 'kernel',
          type: 'categorical',
          choices: ['linear', 'rbf', 'poly'],
          weights: [0.5, 0.25, 0.25],
          default: 'rbf',
        },
        { name: 'shrinking', type: 'categorical', choices: ['True', 'False'], default: 'True' },
        { name: 'imputation', type: 'categorical', choices: ['mean', 'median'], default: 'mean' },
        { name: 'max_iter', type: 'constant', value: '-1' },
        { name: 'cache', type: 'constant', value: 200 },
      ],
      conditions: [
        { child: 'degree', when: { parameter: 'kernel', equals: 'poly' } },
        { child: 'C', when: { parameter: 'kernel', in: ['rbf', 'poly'] } },
      ],
      forbidden: [
        {
          and: [
            { parameter: 'kernel', equals: 'linear' },
            { parameter: 'units', in: [48, 64] },
          ],
        },
      ],
    });
    expect(notes).toEqual([
      'hyperparameters[2]: "dropout" with q = 0.1 becomes an ordinal of 6 levels; its levels are drawn with equal probability',
      'hyperparameters[3]: "units" with q = 16 becomes an ordinal of 4 levels; its levels are drawn with equal probability',
    ]);
  });

  it('reads version 0.3: weights, priors with bounds as notes, nested conditions, no name', () => {
    const read = readConfigSpace(golden('0.3'));
    expect(read).not.toHaveProperty('name');
    expect(read.definition.parameters.slice(0, 4)).toEqual([
      { name: 'lr', type: 'float', lower: 1e-5, upper: 0.1, log: true, default: 0.001 },
      { name: 'layers', type: 'integer', lower: 1, upper: 8, default: 3 },
      { name: 'act', type: 'categorical', choices: ['relu', 'tanh', 'gelu'], weights: [2, 1, 1], default: 'relu' },
      { name: 'norm', type: 'categorical', choices: ['none', 'batch'], default: 'none' },
    ]);
    expect(read.definition.conditions).toEqual([
      {
        child: 'norm',
        when: {
          or: [
            { parameter: 'layers', greater: 4 },
            {
              and: [
                { parameter: 'act', notEquals: 'relu' },
                { parameter: 'width', less: 'wide' },
              ],
            },
          ],
        },
      },
    ]);
    expect(read.notes).toEqual([
      'hyperparameters[0]: the beta prior of "lr" is dropped, it is drawn uniformly',
      'hyperparameters[1]: the normal prior of "layers" is dropped, it is drawn uniformly',
    ]);
  });

  it('reads json_format_version 0.4: relations by lambda', () => {
    const { definition, notes } = readConfigSpace(golden('0.4'));
    expect(definition.forbidden).toEqual([
      { left: 'min_split', relation: 'less', right: 'min_leaf' },
      { left: 'max_depth', relation: 'equal', right: 'min_leaf' },
      { left: 'min_leaf', relation: 'greater', right: 'max_depth' },
    ]);
    expect(definition.parameters[3]).toEqual({ name: 'criterion', type: 'constant', value: 'gini' });
    expect(notes).toEqual([]);
  });

  it('reads format_version 0.4, which is 1.x: default_value, null weights, all forbidden kinds', () => {
    const { definition, notes } = readConfigSpace(golden('1.x'));
    expect(definition.parameters[4]).toEqual({
      name: 'nesterov',
      type: 'categorical',
      choices: [true, false],
      default: false,
    });
    expect(definition.conditions?.[1]).toEqual({
      child: 'decay',
      when: {
        and: [
          { parameter: 'opt', notEquals: 'sgd' },
          {
            or: [
              { parameter: 'lr', less: 0.01 },
              { parameter: 'batch', greater: 128 },
              { parameter: 'depth', in: [2, 4] },
            ],
          },
        ],
      },
    });
    expect(definition.forbidden?.slice(0, 2)).toEqual([
      {
        and: [
          { parameter: 'opt', equals: 'lion' },
          {
            or: [
              { parameter: 'lr', greater: 0.05 },
              { parameter: 'batch', lessEqual: 32 },
              { parameter: 'depth', less: 2 },
              { parameter: 'depth', in: [4] },
            ],
          },
        ],
      },
      { parameter: 'batch', greaterEqual: 512 },
    ]);
    const relations = definition.forbidden?.slice(2).map((one) => ('relation' in one ? one.relation : ''));
    expect(relations).toEqual(['less', 'lessEqual', 'equal', 'greaterEqual', 'greater']);
    expect(notes).toEqual([
      'hyperparameters[2]: the normal prior of "decay" is dropped, it is drawn uniformly',
      'hyperparameters[5]: the meta data of "depth" are dropped',
    ]);
  });

  it('leaves its input as it was, and reads it a second time', () => {
    for (const version of ['0.2', '0.3', '0.4', '1.x']) {
      const file = golden(version);
      expect(readConfigSpace(file)).toEqual(readConfigSpace(file));
      expect(file).toEqual(golden(version));
      const space = createSearchSpace(readConfigSpace(file).definition);
      const rng = createRng(version);
      for (let i = 0; i < 50; i++) expect(space.check(space.sample(rng))).toEqual([]);
    }
  });

  it('refuses what is no ConfigSpace file', () => {
    expect(refusal(() => readConfigSpace('{}'))).toBe(': expected an object, found "{}"');
    expect(refusal(() => readConfigSpace({ hyperparameters: [] }))).toMatch(/^: neither "json_format_version" nor/);
    expect(reading({ format_version: 0.5 })).toBe('format_version: unknown version 0.5 (known: 0.4)');
    expect(reading({ json_format_version: 0.1 })).toMatch(/^json_format_version: unknown version 0.1/);
    expect(reading({ hyperparameters: {} })).toBe('hyperparameters: expected a list, found an object');
    expect(reading({ hyperparamters: [] })).toMatch(
      /unknown key "hyperparamters" \(did you mean "hyperparameters"\?\)/,
    );
  });

  it('refuses hyperparameters that are wrong or cannot be represented', () => {
    const float = { type: 'uniform_float', name: 'x', lower: 0, upper: 1, default_value: 0.5 };
    expect(parameter(7)).toBe('[0]: expected an object, found 7');
    expect(parameter({ ...float, lower: 'a' })).toBe('[0].lower: expected a finite number, found "a"');
    expect(parameter({ ...float, upper: undefined })).toBe('[0]: the key "upper" is missing');
    expect(parameter({ ...float, lower: 2 })).toBe('[0].lower: lower 2 is above upper 1');
    expect(parameter({ ...float, default_value: 3 })).toBe('[0].default: the default 3 is not a number in [0, 1]');
    expect(parameter({ ...float, vector: 3 })).toMatch(/^\[0\]\.vector: unknown key "vector"/);
    expect(parameter({ ...float, type: 'uniform_complex' })).toMatch(/^\[0\]\.type: unknown type/);
    expect(parameter({ type: 'normal_float', name: 'x', mu: 0, sigma: 1, default: 0 })).toBe(
      '[0]: the normal prior of "x" has no bounds',
    );
    expect(parameter({ ...float, q: 0.3 })).toBe('[0].q: q = 0.3 does not divide the range from 0 to 1');
    expect(parameter({ ...float, q: 1e-5 })).toMatch(/quantised to 100001 levels, more than 10000/);
    expect(parameter({ ...float, q: -1 })).toMatch(/does not divide/);
    const choice = { type: 'categorical', name: 'c', choices: ['a', 'b'], default_value: 'a' };
    expect(parameter({ ...choice, choices: ['a', [1]] })).toMatch(/^\[0\]\.choices\[1\]: .* found a list of 1/);
    expect(parameter({ ...choice, weights: [1, 0] })).toBe('[0].weights[1]: a weight is a finite number > 0, found 0');
  });

  it('refuses conditions and forbidden clauses that are wrong or cannot be represented', () => {
    const condition = (one: object): string => reading({ conditions: [{ child: 'nesterov', ...one }] });
    expect(condition({ type: 'EQ', parent: 'optt', value: 'sgd' })).toBe(
      'conditions[0]: "optt" is not a parameter (did you mean "opt"?)',
    );
    expect(condition({ type: 'LE', parent: 'lr', value: 1 })).toMatch(/^conditions\[0\]\.type: unknown condition "LE"/);
    expect(condition({ type: 'AND', conditions: [{ type: 'EQ', child: 'lr', parent: 'opt', value: 'sgd' }] })).toBe(
      'conditions[0].conditions[0].child: a part of the condition on "nesterov" speaks of another child',
    );
    const forbidden = (one: unknown): string => reading({ forbiddens: [one] });
    expect(forbidden({ type: 'RELATION', left: 'lr', right: 'batch', lambda: 'CALLABLE', callable: 'gA==' })).toBe(
      'forbiddens[0].lambda: unknown relation "CALLABLE"',
    );
    expect(forbidden({ type: 'AND', clauses: [{ type: 'RELATION_LT', left: 'lr', right: 'batch' }] })).toBe(
      'forbiddens[0].clauses[0].type: a relation cannot be a part of a conjunction here',
    );
    expect(forbidden({ type: 'EQUALS', name: 'opt', value: 'sgd' })).toMatch(
      /^forbiddens\[0\]: the configuration of defaults is forbidden/,
    );
  });
});
