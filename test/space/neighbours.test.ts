import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/core/json.js';
import { createRng } from '../../src/core/rng.js';
import { createSearchSpace } from '../../src/space/space.js';
import { definitions, NESTED, SEED } from './arbitrary.js';

describe('neighbours', () => {
  it('are legal, all different, and never the configuration itself', () => {
    fc.assert(
      fc.property(definitions, fc.nat(), (definition, seed) => {
        const space = createSearchSpace(definition);
        const rng = createRng(seed);
        const configuration = space.sample(rng);
        const found = space.neighbours(configuration, rng);
        const texts = new Set(found.map(canonical));
        expect(texts.size).toBe(found.length);
        expect(texts.has(canonical(configuration))).toBe(false);
        for (const neighbour of found) expect(space.check(neighbour)).toEqual([]);
      }),
      SEED,
    );
  });

  it('take every other choice, the adjacent levels, and four other numbers', () => {
    const space = createSearchSpace({
      parameters: [
        { name: 'c', type: 'categorical', choices: ['a', 'b', 'c', 'd'] },
        { name: 'o', type: 'ordinal', sequence: [1, 2, 3, 4, 5] },
        { name: 'x', type: 'float', lower: 0, upper: 1 },
        { name: 'n', type: 'integer', lower: 1, upper: 100 },
        { name: 'few', type: 'integer', lower: 1, upper: 3, log: true },
      ],
    });
    const centre = { c: 'b', o: 3, x: 0.5, n: 50, few: 2 };
    const found = space.neighbours(centre, createRng('rule'));
    const changed = (name: keyof typeof centre) =>
      found.filter((neighbour) => neighbour[name] !== centre[name]).map((neighbour) => neighbour[name]);
    expect(changed('c')).toEqual(['a', 'c', 'd']);
    expect(changed('o')).toEqual([2, 4]);
    expect(changed('x')).toHaveLength(4);
    expect(changed('n')).toHaveLength(4);
    expect([...changed('few')].sort()).toEqual([1, 3]);
    expect(found).toHaveLength(15);
    expect(space.neighbours({ ...centre, o: 1 }, createRng(1)).filter(({ o }) => o !== 1)).toHaveLength(1);
  });

  it('move numbers by a normal of deviation 0.2 in the unit interval', () => {
    const space = createSearchSpace({ parameters: [{ name: 'x', type: 'float', lower: 10, upper: 20 }] });
    const rng = createRng('normal');
    let [sum, squares, count] = [0, 0, 0];
    for (let i = 0; i < 1000; i++) {
      for (const { x } of space.neighbours({ x: 15 }, rng)) {
        const shift = ((x as number) - 15) / 10;
        sum += shift;
        squares += shift ** 2;
        count++;
      }
    }
    // A normal of deviation 0.2 cut off at 2.5 deviations has the deviation 0.1908.
    expect(count).toBe(4000);
    expect(Math.abs(sum / count)).toBeLessThan((4 * 0.2) / Math.sqrt(4000));
    expect(Math.abs(Math.sqrt(squares / count) - 0.1908)).toBeLessThan(0.01);
    const many = space.neighbours({ x: 15 }, rng, { draws: 8, deviation: 0.01 });
    expect(many).toHaveLength(8);
    for (const { x } of many) expect(Math.abs((x as number) - 15)).toBeLessThan(1);
  });

  it('draw the children that they switch on, drop those that they switch off, and keep the others', () => {
    const space = createSearchSpace(NESTED);
    const centre = { kernel: 'poly', gamma: 0.25, degree: 5, coef: 0.5, tolerance: 'middle', cache: 200 };
    const found = space.neighbours(centre, createRng('children'));
    expect(found).toContainEqual({ kernel: 'linear', tolerance: 'middle', cache: 200 });
    expect(found).toContainEqual({ kernel: 'rbf', gamma: 0.25, tolerance: 'middle', cache: 200 });
    expect(found.filter(({ degree }) => degree === 2)).toEqual([
      { kernel: 'poly', gamma: 0.25, degree: 2, tolerance: 'middle', cache: 200 },
    ]);
    const plain = space.neighbours({ kernel: 'linear', tolerance: 'tight', cache: 200 }, createRng('children'));
    const poly = plain.find(({ kernel }) => kernel === 'poly');
    expect(poly).toMatchObject({ gamma: expect.any(Number) as number, degree: expect.any(Number) as number });
    const drawn = new Set<unknown>();
    for (let i = 0; i < 20; i++) {
      const others = space.neighbours({ kernel: 'linear', tolerance: 'loose', cache: 200 }, createRng('prior', i));
      drawn.add(others.find(({ kernel }) => kernel === 'poly')?.['degree']);
    }
    expect([...drawn].sort()).toEqual([2, 3, 4, 5]);
    // rbf with tight is forbidden.
    expect(plain.find(({ kernel }) => kernel === 'rbf')).toBeUndefined();
  });

  it('are a function of the stream only', () => {
    const space = createSearchSpace(NESTED);
    const centre = space.sample(createRng(3));
    expect(space.neighbours(centre, createRng(4))).toEqual(space.neighbours(centre, createRng(4)));
    expect(space.neighbours(centre, createRng(4))).not.toEqual(space.neighbours(centre, createRng(5)));
  });
});
