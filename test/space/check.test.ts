import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { formatPath } from '../../src/core/schema.js';
import { createSearchSpace } from '../../src/space/space.js';
import { definitions, NESTED, SEED } from './arbitrary.js';

const space = createSearchSpace(NESTED);
const GOOD = { kernel: 'poly', gamma: 1, degree: 4, coef: 0, tolerance: 'tight', cache: 200 };

function messages(configuration: unknown): string[] {
  return space
    .check(configuration as Record<string, unknown>)
    .map(({ path, message }) => `${formatPath(path)}: ${message}`);
}

describe('check', () => {
  it('finds nothing wrong with a legal configuration', () => {
    expect(messages(GOOD)).toEqual([]);
    expect(messages(Object.assign(Object.create(null), GOOD))).toEqual([]);
    expect(messages({ ...GOOD, absent: undefined })).toHaveLength(1);
  });

  it('names unknown parameters and the nearest known one', () => {
    expect(messages({ ...GOOD, gama: 1 })).toEqual(['gama: unknown parameter "gama" (did you mean "gamma"?)']);
    expect(messages({ ...GOOD, zzz: 1 })).toEqual([
      'zzz: unknown parameter "zzz" (known: gamma, kernel, degree, coef, tolerance, cache)',
    ]);
  });

  it('names missing parameters and why they are needed', () => {
    expect(messages({ ...GOOD, tolerance: undefined, coef: undefined })).toEqual([
      'coef: the parameter "coef" is missing: it is active when degree >= 4',
      'tolerance: the parameter "tolerance" is missing',
    ]);
  });

  it('names inactive parameters and the condition that does not hold', () => {
    expect(messages({ kernel: 'linear', gamma: 1, tolerance: 'loose', cache: 200 })).toEqual([
      'gamma: the parameter "gamma" is inactive: it needs kernel is one of "rbf", "poly"',
    ]);
    expect(messages({ ...GOOD, degree: 2 })).toEqual(['coef: the parameter "coef" is inactive: it needs degree >= 4']);
  });

  it('says what type and which bounds were expected', () => {
    expect(messages({ ...GOOD, gamma: '1' })).toEqual(['gamma: expected a finite number, found "1"']);
    expect(messages({ ...GOOD, gamma: NaN })).toEqual(['gamma: expected a finite number, found NaN']);
    expect(messages({ ...GOOD, gamma: Infinity })).toEqual(['gamma: expected a finite number, found Infinity']);
    expect(messages({ ...GOOD, gamma: null })).toEqual(['gamma: expected a finite number, found null']);
    expect(messages({ ...GOOD, gamma: 12 })).toEqual(['gamma: 12 is above the bounds [0.0001, 10]']);
    expect(messages({ ...GOOD, gamma: 0 })).toEqual(['gamma: 0 is below the bounds [0.0001, 10]']);
    expect(messages({ ...GOOD, degree: 4.5 })).toEqual(['degree: expected an integer, found 4.5']);
    expect(messages({ ...GOOD, degree: 6 })).toEqual(['degree: 6 is above the bounds [2, 5]']);
    expect(messages({ ...GOOD, cache: 100 })).toEqual(['cache: expected the constant 200, found 100']);
  });

  it('says which choices and levels there are', () => {
    expect(messages({ ...GOOD, tolerance: 'tigt' })).toEqual([
      'tolerance: "tigt" is not one of the levels (did you mean "tight"?)',
    ]);
    expect(messages({ ...GOOD, kernel: 'sigmoid' })).toEqual([
      'kernel: "sigmoid" is not one of the choices (known: linear, rbf, poly)',
    ]);
    const flag = createSearchSpace({ parameters: [{ name: 'f', type: 'categorical', choices: [true, 2] }] });
    expect(flag.check({ f: 'true' })[0]?.message).toBe('expected the boolean true, found the string "true"');
    expect(flag.check({ f: '2' })[0]?.message).toBe('expected the number 2, found the string "2"');
  });

  it('says which forbidden clause holds, in words', () => {
    expect(messages({ kernel: 'rbf', gamma: 1, tolerance: 'tight', cache: 200 })).toEqual([
      ': forbidden: kernel is "rbf" and tolerance is "tight"',
    ]);
  });

  it('does not blame children for a parent whose value is wrong', () => {
    expect(messages({ ...GOOD, kernel: 'pol' })).toEqual([
      'kernel: "pol" is not one of the choices (did you mean "poly"?)',
    ]);
    expect(messages({ ...GOOD, kernel: undefined, degree: 9 })).toEqual([
      'kernel: the parameter "kernel" is missing',
      'degree: 9 is above the bounds [2, 5]',
    ]);
  });

  it('takes whatever a stranger sends', () => {
    expect(messages(null)).toEqual([': expected an object of parameters, found null']);
    expect(messages([1, 2])).toEqual([': expected an object of parameters, found a list of 2']);
    expect(messages('x')).toEqual([': expected an object of parameters, found "x"']);
    const hostile = JSON.parse('{"__proto__": {"x": 1}, "constructor": 1}') as unknown;
    expect(messages({ ...GOOD, ...(hostile as object) })).toEqual([
      expect.stringContaining('__proto__: unknown parameter "__proto__"'),
      expect.stringContaining('constructor: unknown parameter "constructor"'),
    ]);
    expect(messages(Object.create(GOOD))).toContain('kernel: the parameter "kernel" is missing');
    const long = 'x'.repeat(1e6);
    expect(messages({ ...GOOD, kernel: long, [long]: 1n }).join().length).toBeLessThan(1.1e6);
  });

  it('never throws and accepts only what it would sample', () => {
    fc.assert(
      fc.property(
        definitions,
        fc.object({ withBigInt: true, withNullPrototype: true }),
        fc.nat(),
        (definition, junk, seed) => {
          const some = createSearchSpace(definition);
          expect(Array.isArray(some.check(junk))).toBe(true);
          const configuration = some.sample(createRng(seed));
          const [name] = Object.keys(configuration);
          if (name === undefined) return;
          expect(some.check({ ...configuration, [name]: { odd: true } })).not.toEqual([]);
          expect(some.check({ ...configuration, [name]: NaN })).not.toEqual([]);
          expect(some.check({ ...configuration, [name]: undefined })).not.toEqual([]);
          expect(some.check({ ...configuration, other: 1 })).not.toEqual([]);
        },
      ),
      SEED,
    );
  });

  it('changes nothing', () => {
    expect(space.check(Object.freeze({ ...GOOD, gamma: 100 }))).toHaveLength(1);
  });
});
