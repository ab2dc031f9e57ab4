import fc from 'fast-check';
import type { Clause, Condition, Parameter, SpaceDefinition } from '../../src/space/parameter.js';
import { createSearchSpace } from '../../src/space/space.js';

/** Every property of this folder runs from one seed, so that a failure repeats. */
export const SEED = { seed: 20_240_601, numRuns: 200 };

const numbers = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 2000 }), fc.nat(), fc.boolean())
  .map(([lower, width, at, log]) => ({
    lower,
    upper: lower + width,
    default: lower + (at % (width + 1)),
    ...(log ? { log: true } : {}),
  }));

const words = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'dd', 'é', ' ', '0', 'true'), { minLength: 1 });
const choices = fc.uniqueArray(fc.constantFrom<(string | number | boolean)[]>('a', 'b', 2, 0.5, -3, '2', true, false), {
  minLength: 1,
});

/** One parameter of any type, every default declared. */
export function parameter(name: string): fc.Arbitrary<Parameter> {
  const categorical = fc
    .tuple(choices, fc.nat(), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 8, maxLength: 8 }), fc.boolean())
    .map(([list, at, weights, weighted]): Parameter => ({
      name,
      type: 'categorical',
      choices: list,
      ...(weighted ? { weights: weights.slice(0, list.length) } : {}),
      default: list[at % list.length] as string,
    }));
  return fc.oneof(
    numbers.map((rest): Parameter => ({ name, type: 'float', ...rest, lower: rest.lower / 8 })),
    numbers.map((rest): Parameter => ({ name, type: 'integer', ...rest })),
    fc.tuple(words, fc.nat()).map(([sequence, at]): Parameter => ({
      name,
      type: 'ordinal',
      sequence,
      default: sequence[at % sequence.length] as string,
    })),
    categorical,
    choices.map(([value]): Parameter => ({ name, type: 'constant', value: value as string })),
  );
}

/** Spaces that ConfigSpace can hold: up to six parameters, one condition a child, forbidden clauses that spare the defaults. */
export const definitions: fc.Arbitrary<SpaceDefinition> = fc
  .integer({ min: 1, max: 6 })
  .chain((count) => {
    const parameters = fc.tuple(...Array.from({ length: count }, (_, index) => parameter(`p${index}`)));
    return fc.tuple(parameters, fc.array(fc.nat(), { minLength: 30, maxLength: 30 }));
  })
  .map(([parameters, dice]) => assemble(parameters, dice));

function assemble(parameters: readonly Parameter[], dice: readonly number[]): SpaceDefinition {
  let next = 0;
  const roll = (n: number): number => (dice[next++ % dice.length] as number) % n;
  const conditions: Condition[] = [];
  parameters.forEach(({ name }, index) => {
    if (index === 0 || roll(2) === 0) return;
    // Children may stand before their parents too: the order of declaration is not the order of drawing.
    const parents = parameters.slice(0, index);
    conditions.push({ child: name, when: clause(parents, roll, 2) });
  });
  const reversed = [...parameters].reverse();
  const definition = { parameters: reversed, conditions, forbidden: [] };
  const forbidden = [0, 1].map(() => clause(parameters, roll, 2, true));
  const spared = forbidden.filter((one) => {
    try {
      createSearchSpace({ ...definition, forbidden: [one] });
      return true;
    } catch {
      return false;
    }
  });
  return { ...definition, forbidden: spared };
}

function clause(parents: readonly Parameter[], roll: (n: number) => number, depth: number, forbid = false): Clause {
  const kind = depth === 0 ? 0 : roll(4);
  if (kind === 1) return { and: [clause(parents, roll, depth - 1, forbid), clause(parents, roll, depth - 1, forbid)] };
  if (kind === 2) return { or: [clause(parents, roll, depth - 1, forbid), clause(parents, roll, depth - 1, forbid)] };
  const parent = parents[roll(parents.length)] as Parameter;
  const name = parent.name;
  switch (parent.type) {
    case 'float':
    case 'integer': {
      const bound = Math.ceil(parent.lower) + roll(Math.floor(parent.upper - Math.ceil(parent.lower)) + 1);
      return roll(2) === 0 ? { parameter: name, less: bound } : { parameter: name, greater: bound };
    }
    case 'ordinal': {
      const level = parent.sequence[roll(parent.sequence.length)] as string;
      return roll(2) === 0 ? { parameter: name, less: level } : { parameter: name, greater: level };
    }
    case 'categorical': {
      const choice = parent.choices[roll(parent.choices.length)] as string;
      if (roll(3) === 0) return { parameter: name, in: [choice] };
      return forbid || roll(2) === 0 ? { parameter: name, equals: choice } : { parameter: name, notEquals: choice };
    }
    case 'constant':
      return { parameter: name, equals: parent.value };
  }
}

/** A small space with two levels of nesting, all types, and a forbidden clause. */
export const NESTED: SpaceDefinition = {
  parameters: [
    { name: 'gamma', type: 'float', lower: 1e-4, upper: 10, log: true },
    { name: 'kernel', type: 'categorical', choices: ['linear', 'rbf', 'poly'], default: 'linear' },
    { name: 'degree', type: 'integer', lower: 2, upper: 5 },
    { name: 'coef', type: 'float', lower: -1, upper: 1 },
    { name: 'tolerance', type: 'ordinal', sequence: ['loose', 'middle', 'tight'] },
    { name: 'cache', type: 'constant', value: 200 },
  ],
  conditions: [
    { child: 'gamma', when: { parameter: 'kernel', in: ['rbf', 'poly'] } },
    { child: 'degree', when: { parameter: 'kernel', equals: 'poly' } },
    { child: 'coef', when: { parameter: 'degree', greaterEqual: 4 } },
  ],
  forbidden: [
    {
      and: [
        { parameter: 'kernel', equals: 'rbf' },
        { parameter: 'tolerance', equals: 'tight' },
      ],
    },
  ],
};
