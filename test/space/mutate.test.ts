import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { Configuration } from '../../src/core/types.js';
import { createSearchSpace } from '../../src/space/space.js';
import { definitions, SEED } from './arbitrary.js';

describe('a mutation', () => {
  it('is legal, and differs in one parameter and the children that it switches', () => {
    fc.assert(
      fc.property(definitions, fc.nat(), (definition, seed) => {
        const space = createSearchSpace(definition);
        const rng = createRng(seed);
        const configuration = space.sample(rng);
        const mutated = space.mutate(configuration, rng);
        if (mutated === undefined) return;
        expect(space.check(mutated)).toEqual([]);
        const changed = changes(configuration, mutated).filter((name) => name in configuration && name in mutated);
        expect(changed).toHaveLength(1);
      }),
      SEED,
    );
  });

  it('leaves nothing where nothing can change', () => {
    const space = createSearchSpace({
      parameters: [
        { name: 'only', type: 'categorical', choices: ['one'] },
        { name: 'version', type: 'constant', value: 2 },
      ],
    });
    expect(space.mutate(space.defaults(), createRng(1))).toBeUndefined();
  });

  it('chooses every active parameter, and every other value of it, equally often', () => {
    const space = createSearchSpace({
      parameters: [
        { name: 'c', type: 'categorical', choices: ['a', 'b', 'c', 'd'], weights: [9, 1, 1, 1] },
        { name: 'o', type: 'ordinal', sequence: [1, 2, 3] },
        { name: 'n', type: 'integer', lower: 1, upper: 5 },
      ],
    });
    const start = { c: 'b', o: 3, n: 1 };
    const rng = createRng('uniform');
    const counts = new Map<string, number>();
    const runs = 12_000;
    for (let i = 0; i < runs; i++) {
      const mutated = space.mutate(start, rng) as Configuration;
      const [name] = changes(start, mutated) as [string];
      const key = `${name}=${String(mutated[name])}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const others = { c: ['a', 'c', 'd'], o: [1, 2], n: [2, 3, 4, 5] };
    for (const [name, values] of Object.entries(others)) {
      for (const value of values) {
        const share = (counts.get(`${name}=${value}`) ?? 0) / runs;
        const expected = 1 / 3 / values.length;
        expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / runs));
      }
    }
    expect(counts.size).toBe(9);
  });

  it('draws the children that it switches on, and drops those that it switches off', () => {
    const space = createSearchSpace({
      parameters: [
        { name: 'kind', type: 'categorical', choices: ['plain', 'with'] },
        { name: 'extra', type: 'float', lower: 0, upper: 1 },
      ],
      conditions: [{ child: 'extra', when: { parameter: 'kind', equals: 'with' } }],
    });
    const rng = createRng('children');
    const on = space.mutate({ kind: 'plain' }, rng) as Configuration;
    expect(on['kind']).toBe('with');
    expect(on['extra']).toBeTypeOf('number');
    const kinds = Array.from({ length: 50 }, () => space.mutate(on, rng) as Configuration);
    expect(kinds.some((each) => each['kind'] === 'plain' && !('extra' in each))).toBe(true);
    expect(kinds.some((each) => each['kind'] === 'with' && each['extra'] !== on['extra'])).toBe(true);
  });
});

function changes(a: Configuration, b: Configuration): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);
}
