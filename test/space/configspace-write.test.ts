import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SuiteError } from '../../src/core/errors.js';
import { readConfigSpace, writeConfigSpace } from '../../src/space/configspace.js';
import type { Clause, SpaceDefinition } from '../../src/space/parameter.js';
import { definitions, SEED } from './arbitrary.js';

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

describe('writing ConfigSpace JSON', () => {
  it('writes 1.x as ConfigSpace does', () => {
    const file = golden('1.x');
    const written = JSON.parse(JSON.stringify(writeConfigSpace(readConfigSpace(file).definition, 'nested'))) as unknown;
    // What the notes said was dropped, and nothing else.
    const lists = file as unknown as { hyperparameters: object[] };
    lists.hyperparameters[2] = {
      type: 'uniform_float',
      name: 'decay',
      lower: 0,
      upper: 1,
      default_value: 0.5,
      log: false,
      meta: null,
    };
    lists.hyperparameters[5] = { ...lists.hyperparameters[5], meta: null };
    expect(written).toEqual(file);
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(definitions, (definition) => {
        const twins = definition.parameters.some(
          (one) =>
            one.type === 'categorical' &&
            [true, false].some((flag) => one.choices.includes(flag) && one.choices.includes(Number(flag))),
        );
        fc.pre(!twins);
        const text = JSON.stringify(writeConfigSpace(definition, 'any'));
        expect(readConfigSpace(JSON.parse(text))).toEqual({ name: 'any', definition, notes: [] });
      }),
      SEED,
    );
  });

  it('gives the middle as default where none is declared', () => {
    const parameters: SpaceDefinition['parameters'] = [
      { name: 'x', type: 'float', lower: 1, upper: 100, log: true },
      { name: 'c', type: 'categorical', choices: ['a', 'b', 'c'] },
    ];
    expect(writeConfigSpace({ parameters }, 'n')['hyperparameters']).toMatchObject([
      { default_value: 10 },
      { default_value: 'b', weights: null },
    ]);
  });

  it('joins several conditions of one child with AND', () => {
    const written = writeConfigSpace(
      {
        parameters: [
          { name: 'a', type: 'categorical', choices: [0, 1] },
          { name: 'b', type: 'categorical', choices: [0, 1] },
          { name: 'c', type: 'constant', value: 1 },
        ],
        conditions: [
          { child: 'c', when: { parameter: 'a', equals: 1 } },
          { child: 'c', when: { parameter: 'b', equals: 0 } },
        ],
      },
      'joined',
    );
    expect(written['conditions']).toEqual([
      {
        type: 'AND',
        child: 'c',
        conditions: [
          { type: 'EQ', child: 'c', parent: 'a', value: 1 },
          { type: 'EQ', child: 'c', parent: 'b', value: 0 },
        ],
      },
    ]);
  });

  it('refuses what 1.x has no words for', () => {
    const parameters: SpaceDefinition['parameters'] = [
      { name: 'x', type: 'float', lower: 0, upper: 1, default: 0 },
      { name: 'y', type: 'constant', value: 1 },
      { name: 'z', type: 'categorical', choices: [1, true], default: 1 },
    ];
    const write = (when: Clause): string =>
      refusal(() => writeConfigSpace({ parameters: parameters.slice(0, 2), conditions: [{ child: 'y', when }] }, 'n'));
    expect(write({ and: [{ parameter: 'x', lessEqual: 0.5 }] })).toBe(
      'conditions[0].when.and[0]: ConfigSpace has no condition "x <= 0.5"',
    );
    expect(write({ parameter: 'x', greaterEqual: 0.5 })).toMatch(/^conditions\[0\]\.when: .* "x >= 0.5"/);
    const forbidden = [{ parameter: 'x', notEquals: 0 }];
    expect(refusal(() => writeConfigSpace({ parameters: parameters.slice(0, 1), forbidden }, 'n'))).toBe(
      'forbidden[0]: ConfigSpace cannot forbid "x is not 0"',
    );
    expect(refusal(() => writeConfigSpace({ parameters }, 'n'))).toBe(
      'parameters[2].choices: ConfigSpace cannot tell true from 1',
    );
  });
});
