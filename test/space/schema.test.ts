import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SuiteError } from '../../src/core/errors.js';
import { compileSchema, formatPath } from '../../src/core/schema.js';
import { expandRepeats, type RepeatedDefinition } from '../../src/space/repeat.js';
import { SPACE_SCHEMA } from '../../src/space/schema.js';
import { createSearchSpace } from '../../src/space/space.js';
import { definitions, NESTED, SEED } from './arbitrary.js';

const schema = compileSchema(SPACE_SCHEMA);

function messages(definition: unknown): string[] {
  return schema.check(definition).map(({ path, message }) => `${formatPath(path)}: ${message}`);
}

const one = (parameter: unknown): string[] => messages({ parameters: [parameter] });
const when = (clause: unknown): string[] => messages({ parameters: [], conditions: [{ child: 'x', when: clause }] });
const forbid = (clause: unknown): string[] => messages({ parameters: [], forbidden: [clause] });

describe('the schema of a space', () => {
  it('accepts every definition that can be compiled', () => {
    expect(messages(NESTED)).toEqual([]);
    fc.assert(
      fc.property(definitions, (definition) => {
        expect(messages(definition)).toEqual([]);
      }),
      SEED,
    );
  });

  it('speaks of the type that was meant', () => {
    expect(one({ name: 'x', type: 'float', lower: 0, uper: 1 })).toEqual([
      'parameters[0]: the key "upper" is missing',
      'parameters[0].uper: unknown key "uper" (did you mean "upper"?)',
    ]);
    expect(one({ name: 'x', type: 'integer', lower: 0.5, upper: 1 })).toEqual([
      'parameters[0].lower: expected integer, found 0.5',
    ]);
    expect(one({ name: 'x', type: 'categorical', choices: [] })).toEqual([
      expect.stringContaining('parameters[0].choices: '),
    ]);
    expect(one({ name: 'x', type: 'constant' })).toEqual(['parameters[0]: the key "value" is missing']);
    expect(one({ name: 'x', type: 'categorical', choices: [1], log: true })).toEqual([
      expect.stringContaining('parameters[0].log: unknown key "log"'),
    ]);
  });

  it('asks for a type and corrects it', () => {
    expect(one({ name: 'x' })).toEqual(['parameters[0]: the key "type" is missing']);
    expect(one({ name: 'x', type: 'categorial' })).toEqual([
      'parameters[0].type: "categorial" is not one of the known words (did you mean "categorical"?)',
    ]);
    expect(one(3)).toEqual(['parameters[0]: expected object, found 3']);
  });

  it('is closed everywhere', () => {
    expect(messages({ parameters: [], condition: [] })).toEqual([
      'condition: unknown key "condition" (did you mean "conditions"?)',
    ]);
    expect(messages({ parameters: [], conditions: [{ child: 'x', whem: {} }] })).toEqual([
      'conditions[0]: the key "when" is missing',
      'conditions[0].whem: unknown key "whem" (did you mean "when"?)',
    ]);
    expect(when({ parameter: 'x', equal: 1 })).toEqual([
      'conditions[0].when.equal: unknown key "equal" (did you mean "equals"?)',
    ]);
    expect(when({ and: [{ parameter: 'x', equals: 1 }], x: 1 })).toEqual([
      expect.stringContaining('conditions[0].when.x: unknown key "x"'),
    ]);
    expect(when({ or: [{ and: [{ parameter: 'x', lss: 1 }] }] })).toEqual([
      'conditions[0].when.or[0].and[0].lss: unknown key "lss" (did you mean "less"?)',
    ]);
    expect(forbid({ left: 'a', relation: 'less', rigth: 'b' })).toEqual([
      'forbidden[0]: the key "right" is missing',
      'forbidden[0].rigth: unknown key "rigth" (did you mean "right"?)',
    ]);
  });

  it('wants one statement in a clause', () => {
    expect(when({ parameter: 'x' })).toHaveLength(1);
    expect(when({ parameter: 'x', less: 1, greater: 0 })).toHaveLength(1);
    expect(when({ parameter: 'x', less: 1 })).toEqual([]);
  });

  it('can stand inside another schema, before and after it was compiled alone', () => {
    const manifest = compileSchema({ type: 'object', properties: { space: SPACE_SCHEMA, priors: SPACE_SCHEMA } });
    expect(manifest.check({ space: NESTED })).toEqual([]);
    expect(manifest.check({ priors: { parameters: [{ name: 'x' }] } })).toHaveLength(1);
    expect(compileSchema(structuredClone(SPACE_SCHEMA)).accepts(NESTED)).toBe(true);
  });

  it('leaves deeply nested clauses to the compiler', () => {
    const leaf = { parameter: 'kernel', equals: 'rbf' };
    const deep = { and: [{ or: [{ and: [{ or: [{ and: [leaf] }] }] }] }] };
    const definition = { ...NESTED, conditions: [{ child: 'gamma', when: deep }] };
    expect(messages(definition)).toEqual([]);
    expect(createSearchSpace({ ...definition, forbidden: [] }).decode([0.5, 0.5, 0, 0, 0])).toHaveProperty('gamma');
  });
});

describe('repeat', () => {
  const cats = { name: 'cat_{i}', repeat: 4, type: 'categorical', choices: [0, 1], default: 0 } as const;

  function refusal(definition: RepeatedDefinition): string {
    try {
      return JSON.stringify(expandRepeats(definition));
    } catch (error) {
      if (!(error instanceof SuiteError)) throw error;
      return `${error.details.key ?? ''}: ${error.message}`;
    }
  }

  it('writes parameters out in place', () => {
    const lr = { name: 'lr', type: 'float', lower: 0, upper: 1 } as const;
    const definition = { parameters: [lr, cats, { ...lr, name: 'last' }], conditions: [] };
    expect(messages(definition)).toEqual([]);
    const expanded = expandRepeats(definition);
    expect(expanded.parameters.map(({ name }) => name)).toEqual(['lr', 'cat_0', 'cat_1', 'cat_2', 'cat_3', 'last']);
    expect(expanded.parameters[2]).toEqual({ name: 'cat_1', type: 'categorical', choices: [0, 1], default: 0 });
    expect(expanded.conditions).toEqual([]);
    expect(createSearchSpace(expanded).dimensions).toBe(6);
  });

  it('needs the mark in the name, and the mark needs it', () => {
    expect(one({ ...cats, name: 'cat' })).toEqual([
      expect.stringMatching(/^parameters\[0\]\.name: must match pattern/),
    ]);
    expect(one({ ...cats, repeat: 0 })).toHaveLength(1);
    expect(refusal({ parameters: [{ ...cats, name: 'cat' }] })).toBe(
      'parameters[0].name: the name "cat" is repeated 4 times, but does not hold {i}',
    );
    expect(refusal({ parameters: [{ ...cats, repeat: 0 }] })).toBe(
      'parameters[0].repeat: repeat is an integer in 1..10000, found 0',
    );
    expect(refusal({ parameters: [{ name: 'cat_{i}', type: 'constant', value: 1 }] })).toBe(
      'parameters[0].name: the name "cat_{i}" holds {i}, but nothing repeats it',
    );
  });
});
