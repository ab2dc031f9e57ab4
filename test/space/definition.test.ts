import { describe, expect, it } from 'vitest';
import { SuiteError } from '../../src/core/errors.js';
import type { Clause, Condition, Parameter, Relation, SpaceDefinition } from '../../src/space/parameter.js';
import { createSearchSpace } from '../../src/space/space.js';

/** `key: message` of the error that a definition gives; it must be a user's mistake with a mend. */
function refusal(definition: unknown): string {
  try {
    createSearchSpace(definition as SpaceDefinition);
  } catch (error) {
    if (!(error instanceof SuiteError)) throw error;
    expect(error.code).toBe('user');
    expect(error.details.mend).toMatch(/^[A-Z].*\.$/);
    return `${error.details.key ?? ''}: ${error.message}`;
  }
  return 'accepted';
}

const parameters = (...list: readonly unknown[]): string => refusal({ parameters: list });
const KNOWN: readonly Parameter[] = [
  { name: 'x', type: 'float', lower: 0, upper: 1 },
  { name: 'n', type: 'integer', lower: 1, upper: 8, default: 2 },
  { name: 'size', type: 'ordinal', sequence: ['small', 'large'] },
  { name: 'kind', type: 'categorical', choices: ['a', 'b'], default: 'a' },
  { name: 'fixed', type: 'constant', value: 1 },
];
const when = (clause: unknown): string =>
  refusal({ parameters: KNOWN, conditions: [{ child: 'x', when: clause as Clause }] });
const forbid = (clause: unknown): string => refusal({ parameters: KNOWN, forbidden: [clause as Clause | Relation] });

describe('a definition is refused', () => {
  it('for its names', () => {
    expect(parameters(KNOWN[0], KNOWN[0])).toBe('parameters[1].name: two parameters are called "x"');
    expect(parameters({ ...KNOWN[0], name: '' })).toMatch(/^parameters\[0\]\.name: a parameter's name is a text/);
    expect(parameters({ ...KNOWN[0], name: '__proto__' })).toMatch(/^parameters\[0\]\.name: the name "__proto__"/);
    expect(parameters({ ...KNOWN[0], name: 'toString' })).toMatch(/^parameters\[0\]\.name: the name "toString"/);
    expect(parameters({ name: 'x', type: 'flaot' })).toBe(
      'parameters[0].type: unknown type "flaot" (did you mean "float"?)',
    );
  });

  it('for bounds', () => {
    const bounds = (lower: unknown, upper: unknown, more: object = {}): string =>
      parameters({ name: 'x', type: 'float', lower, upper, ...more });
    expect(bounds(2, 1)).toBe('parameters[0].lower: lower 2 is above upper 1');
    expect(bounds(1, 1)).toBe('parameters[0].lower: lower and upper are both 1');
    expect(bounds(0, Infinity)).toBe('parameters[0].upper: expected a finite number, found Infinity');
    expect(bounds(NaN, 1)).toBe('parameters[0].lower: expected a finite number, found NaN');
    expect(bounds(0, '1')).toBe('parameters[0].upper: expected a finite number, found "1"');
    expect(bounds(0, 1, { log: true })).toBe('parameters[0].lower: log needs lower > 0, found 0');
    expect(bounds(-1e308, 1e308)).toMatch(/^parameters\[0\]\.upper: the range .* is too wide/);
    expect(bounds(2 ** 53, 2 ** 53 + 2, { log: true })).toBe('accepted');
    expect(bounds(1e-300, 1e300, { log: true })).toMatch(/^parameters\[0\]\.upper: the range .* is too wide/);
    expect(parameters({ name: 'n', type: 'integer', lower: 1.5, upper: 3 })).toBe(
      'parameters[0].lower: expected an integer, found 1.5',
    );
    expect(parameters({ name: 'n', type: 'integer', lower: 0, upper: 2 ** 51 })).toMatch(/fewer than 2\^50 values/);
    expect(parameters({ name: 'n', type: 'integer', lower: 1, upper: 2 ** 41, log: true })).toMatch(/up to 2\^40/);
    expect(parameters({ name: 'n', type: 'integer', lower: 0, upper: 4, log: true })).toMatch(/log needs lower > 0/);
  });

  it('with the advice to use a constant where the bounds are equal', () => {
    const equal = (): unknown => createSearchSpace({ parameters: [{ name: 'x', type: 'float', lower: 3, upper: 3 }] });
    expect(equal).toThrow(
      expect.objectContaining({
        details: {
          key: 'parameters[0].lower',
          mend: 'Use { type: constant, value: 3 }, which takes no dimension.',
        },
      }) as Error,
    );
  });

  it('for choices, levels and weights', () => {
    const choices = (list: unknown, more: object = {}): string =>
      parameters({ name: 'c', type: 'categorical', choices: list, ...more });
    expect(choices([])).toBe('parameters[0].choices: expected a list of at least one choice, found a list of 0');
    expect(choices(undefined)).toBe('parameters[0].choices: expected a list of at least one choice, found undefined');
    expect(choices(['a', 'b', 'a'])).toBe('parameters[0].choices[2]: the choice "a" is there twice');
    expect(choices([1, '1', true])).toBe('accepted');
    expect(choices(['a', null])).toMatch(/^parameters\[0\]\.choices\[1\]: expected a text, .* found null/);
    expect(choices(['a', NaN])).toMatch(/^parameters\[0\]\.choices\[1\]: /);
    expect(choices(['a', 'b'], { weights: [1] })).toBe('parameters[0].weights: 2 choices have 1 weights');
    for (const weight of [0, -1, NaN, Infinity]) {
      expect(choices(['a', 'b'], { weights: [1, weight] })).toBe(
        `parameters[0].weights[1]: a weight is a finite number > 0, found ${weight}`,
      );
    }
    expect(parameters({ name: 'o', type: 'ordinal', sequence: [1, 1] })).toBe(
      'parameters[0].sequence[1]: the level 1 is there twice',
    );
    expect(parameters({ name: 'k', type: 'constant' })).toMatch(/^parameters\[0\]\.value: /);
  });

  it('for defaults that the parameter cannot take', () => {
    const preset = (index: number, value: unknown): string => parameters({ ...KNOWN[index], default: value });
    expect(preset(0, 2)).toBe('parameters[0].default: the default 2 is not a number in [0, 1]');
    expect(preset(1, 1.5)).toBe('parameters[0].default: the default 1.5 is not an integer in [1, 8]');
    expect(preset(2, 'huge')).toBe('parameters[0].default: the default "huge" is not one of the levels');
    expect(preset(3, 'c')).toBe('parameters[0].default: the default "c" is not one of the choices');
  });

  it('for conditions that name, compare or say what they cannot', () => {
    const condition = (one: unknown): string => refusal({ parameters: KNOWN, conditions: [one as Condition] });
    expect(condition({ child: 'y', when: { parameter: 'n', equals: 1 } })).toMatch(
      /^conditions\[0\]\.child: the child "y" is not a parameter/,
    );
    expect(when({ parameter: 'knid', equals: 'a' })).toBe(
      'conditions[0].when.parameter: "knid" is not a parameter (did you mean "kind"?)',
    );
    expect(when({ parameter: 'kind', equals: 'c' })).toBe(
      'conditions[0].when.equals: "kind" cannot take the value "c"',
    );
    expect(when({ parameter: 'kind', in: ['a', 'c'] })).toBe(
      'conditions[0].when.in[1]: "kind" cannot take the value "c"',
    );
    expect(when({ parameter: 'kind', in: [] })).toMatch(/^conditions\[0\]\.when\.in: expected a list of values/);
    expect(when({ parameter: 'n', less: 9 })).toBe('conditions[0].when.less: "n" cannot take the value 9');
    expect(when({ parameter: 'size', greater: 'huge' })).toMatch(/"size" cannot take the value "huge"/);
    expect(when({ parameter: 'kind', less: 'b' })).toBe('conditions[0].when.less: the categorical "kind" has no order');
    expect(when({ parameter: 'fixed', greater: 0 })).toMatch(/the constant "fixed" has no order/);
    expect(when({ parameter: 'n' })).toMatch(/^conditions\[0\]\.when: a clause says one thing .* found nothing$/);
    expect(when({ parameter: 'n', less: 3, greater: 1 })).toMatch(/found less, greater$/);
    expect(when({ parameter: 'n', lesss: 3 })).toBe(
      'conditions[0].when.lesss: unknown key "lesss" (did you mean "less"?)',
    );
    expect(when({ and: [] })).toMatch(/^conditions\[0\]\.when\.and: expected a list of clauses/);
    expect(when({ and: [{ or: [{ parameter: 'n', equals: 99 }] }] })).toBe(
      'conditions[0].when.and[0].or[0].equals: "n" cannot take the value 99',
    );
    expect(when({ or: [{ parameter: 'n', equals: 1 }], parameter: 'n' })).toMatch(/"or" stands alone/);
    expect(when({ parameter: 'n', equals: 1 })).toBe('accepted');
  });

  it('for conditions that go round in a circle', () => {
    expect(when({ parameter: 'x', less: 0.5 })).toBe('conditions[0]: the conditions go round in a circle: x -> x');
    const circle = [
      { child: 'x', when: { parameter: 'n', equals: 1 } },
      { child: 'n', when: { parameter: 'size', equals: 'small' } },
      {
        child: 'size',
        when: {
          or: [
            { parameter: 'kind', equals: 'a' },
            { parameter: 'x', less: 1 },
          ],
        },
      },
    ];
    expect(refusal({ parameters: KNOWN, conditions: circle })).toBe(
      'conditions[0]: the conditions go round in a circle: x -> size -> n -> x',
    );
    expect(refusal({ parameters: KNOWN, conditions: circle.slice(0, 2) })).toBe('accepted');
  });

  it('for forbidden clauses', () => {
    expect(forbid({ parameter: 'y', equals: 1 })).toMatch(/^forbidden\[0\]\.parameter: "y" is not a parameter/);
    expect(forbid({ parameter: 'n', equals: 9 })).toMatch(/^forbidden\[0\]\.equals: "n" cannot take the value 9/);
    expect(forbid({ left: 'x', relation: 'less', right: 'y' })).toMatch(/^forbidden\[0\]\.right: "y"/);
    expect(forbid({ left: 'x', relation: 'lses', right: 'n' })).toBe(
      'forbidden[0].relation: unknown relation "lses" (did you mean "less"?)',
    );
    expect(forbid({ left: 'x', relation: 'equal', right: 'x' })).toMatch(/"x" is compared with itself/);
    expect(forbid({ left: 'x', relation: 'less', right: 'kind' })).toMatch(/have no common order/);
    expect(forbid({ left: 'size', relation: 'less', right: 'n' })).toMatch(/have no common order/);
    expect(forbid({ left: 'x', relation: 'greater', right: 'n' })).toBe('accepted');
  });

  it('for a configuration of defaults that is forbidden', () => {
    expect(
      forbid({
        and: [
          { parameter: 'kind', equals: 'a' },
          { parameter: 'n', lessEqual: 2 },
        ],
      }),
    ).toBe('forbidden[0]: the configuration of defaults is forbidden: kind is "a" and n <= 2');
    expect(
      forbid({
        and: [
          { parameter: 'kind', equals: 'a' },
          { parameter: 'n', less: 2 },
        ],
      }),
    ).toBe('accepted');
  });
});

describe('a definition', () => {
  it('is taken frozen, and stays as it was', () => {
    const definition: SpaceDefinition = { parameters: KNOWN, forbidden: [{ parameter: 'n', equals: 3 }] };
    const before = JSON.stringify(definition);
    const frozen = JSON.parse(before, (_, value: unknown) => Object.freeze(value)) as SpaceDefinition;
    const space = createSearchSpace(frozen);
    expect(space.definition).toBe(frozen);
    expect(JSON.stringify(frozen)).toBe(before);
    expect(space.defaults()).toEqual({ x: 0.5, n: 2, size: 'large', kind: 'a', fixed: 1 });
  });

  it('may be empty', () => {
    const space = createSearchSpace({ parameters: [] });
    expect([space.dimensions, space.defaults(), space.check({})]).toEqual([0, {}, []]);
  });
});
