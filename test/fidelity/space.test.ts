import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSchema, formatPath } from '../../src/core/schema.js';
import { FIDELITIES_SCHEMA } from '../../src/fidelity/schema.js';
import { createFidelitySpace, type FidelityParameter } from '../../src/fidelity/space.js';
import { thrown } from './thrown.js';

const epochs: FidelityParameter = {
  name: 'epochs',
  type: 'integer',
  lower: 1,
  upper: 81,
  log: true,
  continuation: true,
  unit: 'epochs',
};
const data: FidelityParameter = {
  name: 'data',
  type: 'float',
  lower: 0.1,
  upper: 1,
  continuation: false,
  unit: 'fraction of the training set',
};
const stage: FidelityParameter = {
  name: 'stage',
  type: 'ordinal',
  lower: 4,
  upper: 200,
  levels: [4, 12, 36, 108, 200],
  continuation: true,
  cost: 'none',
  unit: 'epochs of the table',
};
const space = createFidelitySpace([epochs, data, stage]);
const told = (fidelity: Readonly<Record<string, unknown>>): string[] =>
  space.check(fidelity).map(({ path, message }) => `${formatPath(path)}: ${message}`);

describe('a fidelity space', () => {
  it('has every axis at its highest level, and none for a black box', () => {
    expect(space.highest).toEqual({ epochs: 81, data: 1, stage: 200 });
    expect(createFidelitySpace([]).highest).toEqual({});
    expect(createFidelitySpace([]).relativeCost({})).toBe(1);
  });

  it('accepts complete and admissible fidelities only, and says what is wrong with the others', () => {
    expect(told({ epochs: 3, data: 0.25, stage: 36 })).toEqual([]);
    expect(told({ epochs: 3, data: 0.25 })).toEqual([': the key "stage" is missing']);
    expect(told({ epoch: 3, data: 0.25, stage: 4 })).toEqual([
      'epoch: unknown key "epoch" (did you mean "epochs"?)',
      ': the key "epochs" is missing',
    ]);
    expect(told({ epochs: 2.5, data: 0.05, stage: 35 })).toEqual([
      'epochs: 2.5 is not an integer (nearest: 3)',
      'data: 0.05 is below the lowest level, 0.1',
      'stage: 35 is not one of the levels (nearest: 36)',
    ]);
    expect(told({ epochs: 82, data: '1', stage: Number.NaN })).toEqual([
      'epochs: 82 is above the highest level, 81',
      'data: expected a number, found 1',
      'stage: expected a number, found NaN',
    ]);
    expect(createFidelitySpace([]).check({ epochs: 1 })).toHaveLength(1);
  });

  it('rounds to the nearest admissible level, ties up', () => {
    expect([2.469, 7.407, 22.22, 66.67, 1.5, 2.5, 0.2, 100].map((level) => space.round('epochs', level))).toEqual([
      2, 7, 22, 67, 2, 3, 1, 81,
    ]);
    expect([1, 7.9, 8, 24, 200, 999].map((level) => space.round('stage', level))).toEqual([4, 4, 12, 36, 200, 200]);
    expect([0.01, 0.333, 2].map((level) => space.round('data', level))).toEqual([0.1, 0.333, 1]);
    expect(() => space.round('epoch', 1)).toThrow('there is no fidelity "epoch" (did you mean "epochs"?)');
  });

  it('rounds to something admissible, monotonically', () => {
    const level = fc.double({ min: -10, max: 300, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom('epochs', 'data', 'stage'), level, level, (name, a, b) => {
        const [low, high] = [space.round(name, Math.min(a, b)), space.round(name, Math.max(a, b))];
        expect(low).toBeLessThanOrEqual(high);
        expect(space.check({ ...space.highest, [name]: low })).toEqual([]);
        expect(space.round(name, low)).toBe(low);
      }),
    );
  });

  it('charges in proportion to the levels of the axes that cost', () => {
    expect(space.relativeCost(space.highest)).toBe(1);
    expect(space.relativeCost({ epochs: 27, data: 0.5, stage: 4 })).toBeCloseTo(1 / 6, 15);
  });

  it('charges a fixed share and a power of the level where an axis declares them', () => {
    const [straight, curved] = [{ fixed: 0.05 }, { fixed: 0.2, power: 2 }];
    const declared = createFidelitySpace([
      { ...epochs, cost: straight },
      { ...data, cost: curved },
    ]);
    expect(declared.relativeCost(declared.highest)).toBe(1);
    expect(declared.relativeCost({ epochs: 27, data: 1 })).toBeCloseTo(0.05 + 0.95 / 3, 15);
    expect(declared.relativeCost({ epochs: 27, data: 0.5 })).toBeCloseTo((0.05 + 0.95 / 3) * (0.2 + 0.8 / 4), 15);
    const cheap = createFidelitySpace([{ ...epochs, cost: { power: 1.5 } }]);
    expect(cheap.relativeCost({ epochs: 9 })).toBeCloseTo(1 / 27, 15);
  });

  it('continues along continuing axes, upwards only', () => {
    const at = (epochs: number, data: number, stage: number) => ({ epochs, data, stage });
    expect(space.continues(at(1, 1, 4), at(3, 1, 4))).toBe(true);
    expect(space.continues(at(1, 1, 4), at(3, 1, 12))).toBe(true);
    expect(space.continues(at(1, 1, 4), at(1, 1, 4))).toBe(false);
    expect(space.continues(at(3, 1, 4), at(1, 1, 4))).toBe(false);
    expect(space.continues(at(3, 1, 4), at(1, 1, 12))).toBe(false);
    expect(space.continues(at(1, 0.5, 4), at(3, 1, 4))).toBe(false);
    expect(space.continues(at(1, 1, 4), at(3, 0.5, 4))).toBe(false);
    expect(createFidelitySpace([]).continues({}, {})).toBe(false);
  });

  it.each<[Partial<FidelityParameter>, string, string]>([
    [{ lower: 0 }, '[0].lower', 'the lowest level must be above 0, found 0'],
    [{ upper: 0.5 }, '[0].upper', 'must not be below the lowest'],
    [{ upper: Number.POSITIVE_INFINITY }, '[0].upper', 'must not be below the lowest'],
    [{ lower: 1.5 }, '[0].lower', 'expected an integer, found 1.5'],
    [{ upper: 80.5 }, '[0].upper', 'expected an integer, found 80.5'],
    [{ type: 'ordinal' }, '[0].levels', 'an ordinal needs its levels'],
    [{ levels: [1, 9, 9, 81] }, '[0].levels[2]', 'levels must ascend, found 9 after 9'],
    [{ levels: [1, 9.5, 81] }, '[0].levels[1]', 'expected an integer, found 9.5'],
    [{ levels: [3, 81] }, '[0].levels', 'levels must run from lower to upper, 1 .. 81, found 3 .. 81'],
    [{ levels: [] }, '[0].levels', 'found nothing'],
    [{ name: '' }, '[0].name', 'the name is empty'],
  ])('refuses %j at %s', (change, key, message) => {
    const error = thrown(() => createFidelitySpace([{ ...epochs, ...change }]));
    expect(error).toMatch(/^user /);
    expect(error).toContain(`${key}: `);
    expect(error).toContain(message);
  });

  it('refuses a name twice', () => {
    expect(() => createFidelitySpace([epochs, { ...data, name: 'epochs' }])).toThrow('the name is taken already');
  });
});

describe('the schema of fidelities', () => {
  const schema = compileSchema(FIDELITIES_SCHEMA);

  it('accepts what a manifest may say', () => {
    expect(schema.check([epochs, data, stage])).toEqual([]);
    expect(schema.check([])).toEqual([]);
  });

  it('is closed', () => {
    const violations = schema.check([{ ...epochs, continuations: true }]);
    expect(violations.map(({ message }) => message)).toEqual([
      'unknown key "continuations" (did you mean "continuation"?)',
    ]);
    expect(schema.check([{ name: 'epochs' }]).length).toBe(5);
  });
});
