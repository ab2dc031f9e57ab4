import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from '../../src/core/types.js';
import type { Parameter } from '../../src/space/parameter.js';
import { createSearchSpace } from '../../src/space/space.js';
import { parameter, SEED, NESTED } from './arbitrary.js';

const BELOW_ONE = 1 - 2 ** -53;

function codec(one: Parameter): { encode: (value: Value) => number; decode: (code: number) => Value | undefined } {
  const space = createSearchSpace({ parameters: [one] });
  return {
    encode: (value) => space.encode({ [one.name]: value })[0] as number,
    decode: (code) => space.decode([code])[one.name],
  };
}

function levels(one: Parameter): readonly Value[] {
  if (one.type === 'ordinal') return one.sequence;
  if (one.type === 'categorical') return one.choices;
  if (one.type !== 'integer') return [];
  return Array.from({ length: one.upper - one.lower + 1 }, (_, index) => one.lower + index);
}

describe('the canonical unit encoding', () => {
  it('follows the table', () => {
    expect(codec({ name: 'x', type: 'float', lower: -1, upper: 3 }).encode(0)).toBe(0.25);
    expect(codec({ name: 'x', type: 'float', lower: 1e-4, upper: 1, log: true }).encode(1e-2)).toBeCloseTo(0.5, 14);
    expect(codec({ name: 'x', type: 'integer', lower: 3, upper: 6 }).encode(4)).toBe(0.375);
    const bins = Math.log(4 / 0.5) / Math.log(10.5 / 0.5);
    expect(codec({ name: 'x', type: 'integer', lower: 1, upper: 10, log: true }).encode(4)).toBeCloseTo(bins, 14);
    expect(codec({ name: 'x', type: 'categorical', choices: ['a', 'b', 'c', 'd'] }).encode('b')).toBe(0.375);
    expect(codec({ name: 'x', type: 'ordinal', sequence: [8, 16, 32, 64] }).encode(64)).toBe(0.875);
  });

  it('gives every value of every discrete type back from its own code', () => {
    fc.assert(
      fc.property(parameter('x'), (one) => {
        const { encode, decode } = codec(one.type === 'constant' ? { name: 'x', type: 'ordinal', sequence: [1] } : one);
        expect(levels(one).map((value) => decode(encode(value)))).toEqual(levels(one));
      }),
      SEED,
    );
  });

  it('gives floats back up to rounding, and their codes stay in the unit interval', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.double({ min: 1.001, max: 1e8, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (lower, factor, code, log) => {
          const { encode, decode } = codec({ name: 'x', type: 'float', lower, upper: lower * factor, log });
          const value = decode(code) as number;
          expect(value).toBeGreaterThanOrEqual(lower);
          expect(value).toBeLessThanOrEqual(lower * factor);
          expect(encode(value)).toBeGreaterThanOrEqual(0);
          expect(encode(value)).toBeLessThanOrEqual(1);
          expect(Math.abs((decode(encode(value)) as number) / value - 1)).toBeLessThan(1e-9);
        },
      ),
      SEED,
    );
  });

  it('hits both ends exactly, clips what lies outside, and never goes down', () => {
    fc.assert(
      fc.property(
        parameter('x').filter(({ type }) => type !== 'constant'),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 20 }),
        (one, codes) => {
          const { encode, decode } = codec(one);
          const [first, last] =
            one.type === 'float' ? [one.lower, one.upper] : [levels(one)[0] as Value, levels(one).at(-1) as Value];
          for (const code of [0, -0, -1, -Infinity]) expect(decode(code)).toBe(first);
          for (const code of [1, 2, Infinity]) expect(decode(code)).toBe(last);
          if (one.type !== 'float') expect(decode(BELOW_ONE)).toBe(last);
          const steps = [...codes].sort((a, b) => a - b).map((code) => encode(decode(code) as Value));
          steps
            .slice(1)
            .forEach((step, index) => expect(step).toBeGreaterThanOrEqual((steps[index] as number) - 1e-12));
        },
      ),
      SEED,
    );
  });

  it('keeps the ends of awkward log ranges to the bit', () => {
    for (const [lower, upper] of [
      [1e-5, 0.1],
      [0.0009118819655545162, 1],
      [1e-7, 3e3],
      [2 ** -10, 2 ** 10],
    ] as const) {
      const { decode } = codec({ name: 'x', type: 'float', lower, upper, log: true });
      expect(decode(0)).toBe(lower);
      expect(decode(1)).toBe(upper);
      expect(decode(BELOW_ONE) as number).toBeLessThanOrEqual(upper);
      expect(decode(2 ** -60) as number).toBeGreaterThanOrEqual(lower);
    }
  });

  it('has as many bins as choices where a floating step miscounts them', () => {
    for (const count of [2, 3, 49, 98, 103, 107, 196, 197, 1000]) {
      const choices = Array.from({ length: count }, (_, index) => index);
      const { encode, decode } = codec({ name: 'x', type: 'categorical', choices });
      for (const choice of choices) {
        expect(decode(encode(choice))).toBe(choice);
        expect(decode(choice / count + 1e-12)).toBe(choice);
      }
      expect([decode(0), decode(1), decode(BELOW_ONE)]).toEqual([0, count - 1, count - 1]);
    }
  });

  it('gives every value of wide integers back', () => {
    const wide = codec({ name: 'x', type: 'integer', lower: -(2 ** 48), upper: 2 ** 48 });
    const log = codec({ name: 'x', type: 'integer', lower: 1, upper: 2 ** 40, log: true });
    for (let i = 0; i < 48; i++) {
      for (const value of [2 ** i, 2 ** i + 1, 2 ** i - 1]) {
        expect(wide.decode(wide.encode(-value))).toBe(-value || 0);
        if (value > 0 && i < 40) expect(log.decode(log.encode(value))).toBe(value);
      }
    }
  });

  it('leaves constants out of the vector and in the configuration', () => {
    const space = createSearchSpace(NESTED);
    expect(space.dimensions).toBe(5);
    expect(space.axes.map(({ name }) => name)).toEqual(['gamma', 'kernel', 'degree', 'coef', 'tolerance']);
    expect(space.decode([0, 0, 0, 0, 0])).toEqual({ kernel: 'linear', tolerance: 'loose', cache: 200 });
  });

  it('marks inactive parameters with NaN, and writes into the vector it is given', () => {
    const space = createSearchSpace(NESTED);
    const into = new Float64Array(5);
    expect(space.encode({ kernel: 'linear', tolerance: 'tight', cache: 200 }, into)).toBe(into);
    expect([...into]).toEqual([NaN, 1 / 6, NaN, NaN, 5 / 6]);
  });

  it('leaves inactive parameters out whatever their code, and takes the default where an active code is NaN', () => {
    const space = createSearchSpace(NESTED);
    expect(space.decode([0.5, 0.9, 1, 0.5, NaN])).toEqual({
      gamma: 1e-4 * (10 / 1e-4) ** 0.5,
      kernel: 'poly',
      degree: 5,
      coef: 0,
      tolerance: 'middle',
      cache: 200,
    });
    expect(space.decode([NaN, NaN, NaN, NaN, NaN])).toEqual(space.defaults());
    expect(space.defaults()).toEqual({ kernel: 'linear', tolerance: 'middle', cache: 200 });
  });

  it('refuses a vector that is too short', () => {
    expect(() => createSearchSpace(NESTED).decode([0.5])).toThrow('5 unit codes are needed, found 1');
  });
});
