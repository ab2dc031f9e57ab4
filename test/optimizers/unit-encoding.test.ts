import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { Value } from '../../src/core/types.js';
import { createUnitEncoding, type EncodingName } from '../../src/optimizers/parts/unit-encoding.js';
import type { Parameter } from '../../src/space/parameter.js';
import { createSearchSpace } from '../../src/space/space.js';
import { definitions, SEED } from '../space/arbitrary.js';

/** What a code between 0 and 1 of a single parameter decodes to, and the code of a value. */
function line(name: EncodingName, parameter: Parameter) {
  const encoding = createUnitEncoding(createSearchSpace({ parameters: [parameter] }), name);
  return {
    decode: (code: number) => encoding.decode(Float64Array.of(code))[parameter.name] as Value,
    encode: (value: Value) =>
      encoding.encode({ [parameter.name]: value }, createRng('code', String(value)))[0] as number,
  };
}

const choices = (L: number): Parameter => ({
  name: 'c',
  type: 'categorical',
  choices: Array.from({ length: L }, (_, k) => k),
});
/** Where DEHB's own bins, made with a floating step, are one too many. */
const AWKWARD = [49, 98, 103, 107, 196, 197];

describe('the canonical encoding of vectors', () => {
  it('decodes every configuration from its own vector, which lies in the unit cube', () => {
    fc.assert(
      fc.property(definitions, fc.nat(), (definition, seed) => {
        const space = createSearchSpace(definition);
        const encoding = createUnitEncoding(space, 'canonical');
        const rng = createRng(seed);
        const configuration = space.sample(rng);
        const vector = encoding.encode(configuration, rng);
        expect(vector).toHaveLength(encoding.dimensions);
        for (const code of vector) expect(code >= 0 && code <= 1).toBe(true);
        const decoded = encoding.decode(vector);
        expect(Object.keys(decoded).sort()).toEqual(Object.keys(configuration).sort());
        for (const { name, type } of space.parameters) {
          const value = configuration[name];
          if (type === 'float' && value !== undefined) expect(decoded[name]).toBeCloseTo(value as number, 9);
          else expect(decoded[name]).toBe(value);
        }
      }),
      SEED,
    );
  });

  it.each(AWKWARD)('has its ends at the end values for %d choices, and all levels between', (L) => {
    const { decode, encode } = line('canonical', choices(L));
    expect([decode(0), decode(1 - 2 ** -53), decode(1)]).toEqual([0, L - 1, L - 1]);
    for (let k = 0; k < L; k++) expect(decode(encode(k))).toBe(k);
  });

  it('spreads a level over its bin, and inactive components over the interval', () => {
    const space = createSearchSpace({
      parameters: [
        { name: 'kind', type: 'categorical', choices: ['plain', 'with'] },
        { name: 'extra', type: 'float', lower: 0, upper: 1 },
      ],
      conditions: [{ child: 'extra', when: { parameter: 'kind', equals: 'with' } }],
    });
    const encoding = createUnitEncoding(space, 'canonical');
    const rng = createRng('spread');
    const vectors = Array.from({ length: 400 }, () => encoding.encode({ kind: 'plain' }, rng));
    for (const [column, upper] of [
      [0, 0.5],
      [1, 1],
    ] as const) {
      const codes = vectors.map((vector) => vector[column] as number);
      const mean = codes.reduce((sum, code) => sum + code, 0) / codes.length;
      expect(Math.abs(mean - upper / 2)).toBeLessThan((4 * upper) / Math.sqrt(12 * codes.length));
      expect(Math.max(...codes)).toBeLessThanOrEqual(upper);
    }
  });
});

describe('the reference encoding', () => {
  it('codes a choice or a level as k/L', () => {
    expect(line('reference', choices(4)).encode(3)).toBe(0.75);
    expect(line('reference', { name: 'o', type: 'ordinal', sequence: ['s', 'm'] }).encode('m')).toBe(0.5);
  });

  it('has its ends at the end values for every number of choices', () => {
    for (let L = 1; L <= 260; L++) {
      const { decode } = line('reference', choices(L));
      expect([decode(0), decode(1 - 2 ** -53), decode(1)]).toEqual([0, L - 1, L - 1]);
    }
  });

  it('decodes a level from its own code, save where the floating step of the reference falls short', () => {
    const short = (L: number): number[] => {
      const { decode, encode } = line('reference', choices(L));
      return Array.from({ length: L }, (_, k) => k).filter((k) => decode(encode(k)) !== k);
    };
    // Computed with the reference's own code: np.arange(0, 1, 1/L).
    expect(short(5)).toEqual([3]);
    expect(short(10)).toEqual([3, 6, 7]);
    expect(short(22)).toEqual([5, 10, 15, 20]);
    for (const L of [2, 3, 4, 6, 7, 8, 9, 12, 16]) expect(short(L)).toEqual([]);
  });

  it('rounds integers to even, which halves the share of the two end values', () => {
    const { decode, encode } = line('reference', { name: 'n', type: 'integer', lower: 1, upper: 5 });
    expect([0.124, 0.125, 0.126, 0.374, 0.375].map(decode)).toEqual([1, 2, 2, 2, 2]);
    expect([1, 2, 5].map(encode)).toEqual([0, 0.25, 1]);
    const log = line('reference', { name: 'n', type: 'integer', lower: 1, upper: 100, log: true });
    for (const value of [1, 2, 10, 37, 100]) expect(log.decode(log.encode(value))).toBe(value);
    expect(log.encode(10)).toBe(0.5);
  });

  it('gives an inactive parameter its default, and a constant a dimension', () => {
    const space = createSearchSpace({
      parameters: [
        { name: 'version', type: 'constant', value: 'v' },
        { name: 'kind', type: 'categorical', choices: ['plain', 'with'] },
        { name: 'extra', type: 'float', lower: 0, upper: 10, default: 2.5 },
      ],
      conditions: [{ child: 'extra', when: { parameter: 'kind', equals: 'with' } }],
    });
    const encoding = createUnitEncoding(space, 'reference');
    const vector = encoding.encode({ version: 'v', kind: 'plain' }, createRng(1));
    expect([...vector]).toEqual([0, 0, 0.25]);
    expect(encoding.decode(vector)).toEqual({ version: 'v', kind: 'plain' });
    expect(encoding.decode(Float64Array.of(0.9, 0.5, 0.25))).toEqual({ version: 'v', kind: 'with', extra: 2.5 });
  });
});
