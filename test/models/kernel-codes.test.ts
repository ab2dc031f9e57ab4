import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { kernelCodes } from '../../src/models/kernel-codes.js';
import { parzenAxis } from '../../src/models/parzen-axis.js';
import { createSearchSpace } from '../../src/space/space.js';
import { PROBLEMS } from '../optimizers/problems.js';

describe('the codes of kernels', () => {
  const space = createSearchSpace(PROBLEMS.mixed.space);
  const codes = kernelCodes(space);
  const names = space.axes.map(({ name }) => name);

  it('are indexes for categoricals, unit codes for the rest, and none for what is inactive', () => {
    expect([...codes.levels]).toEqual(names.map((name) => (name === 'optimizer' ? 2 : name === 'only' ? 1 : 0)));
    const row = new Float64Array(codes.dimensions);
    const configuration = { rate: 1, layers: 1, optimizer: 'adam', size: 'large', only: 'one', version: 2 };
    codes.encode(configuration, row);
    const known: Record<string, number> = { rate: 1, layers: 0.1, optimizer: 0, momentum: NaN, size: 5 / 6, only: 0 };
    names.forEach((name, axis) => expect(row[axis]).toBe(known[name]));
  });

  it('decode to what was encoded', () => {
    const rng = createRng('codes');
    const row = new Float64Array(codes.dimensions);
    for (let i = 0; i < 200; i++) {
      const configuration = space.sample(rng);
      codes.encode(configuration, row);
      const decoded = codes.decode(row);
      expect({ ...decoded, rate: 0, momentum: 0 }).toEqual({ ...configuration, rate: 0, momentum: 0 });
      expect(decoded['rate']).toBeCloseTo(configuration['rate'] as number, 12);
    }
  });

  it.each([49, 98, 103, 107, 196, 197])('tell all of %d choices from each other', (levels) => {
    const choices = Array.from({ length: levels }, (_, level) => level);
    const many = createSearchSpace({ parameters: [{ name: 'c', type: 'categorical', choices }] });
    const row = new Float64Array(1);
    for (const c of choices) {
      kernelCodes(many).encode({ c }, row);
      expect(row[0]).toBe(c);
      expect(kernelCodes(many).decode(row)).toEqual({ c });
    }
  });
});

describe('the cells of a Parzen axis', () => {
  it('fill the unit interval without a gap, each with its value inside, as the space decodes them', () => {
    const bounds = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 200 }), fc.boolean());
    fc.assert(
      fc.property(bounds, ([lower, width, log]) => {
        const parameter = { name: 'k', type: 'integer', lower, upper: lower + width, log } as const;
        const space = createSearchSpace({ parameters: [parameter] });
        const axis = parzenAxis(parameter);
        if (axis.kind !== 'cells') throw new Error('an integer has cells');
        const { cells } = axis;
        expect(cells.edge(0)).toBeCloseTo(0, 12);
        expect(cells.edge(width + 1)).toBeCloseTo(1, 12);
        for (let cell = 0; cell <= width; cell++) {
          expect(cells.edge(cell)).toBeLessThan(cells.code(cell));
          expect(cells.code(cell)).toBeLessThan(cells.edge(cell + 1));
          expect(cells.at(cells.code(cell))).toBe(cell);
          expect(space.decode([cells.code(cell)])['k']).toBe(lower + cell);
          expect(space.encode({ k: lower + cell })[0]).toBeCloseTo(cells.code(cell), 12);
        }
        expect([cells.at(0), cells.at(1)]).toEqual([0, width]);
      }),
      { numRuns: 30 },
    );
  });
});
