import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { Clause, SpaceDefinition } from '../../src/space/parameter.js';
import { createSearchSpace } from '../../src/space/space.js';
import { NESTED } from './arbitrary.js';

/** Whether a child with this condition is active when its parents have these values. */
function active(when: Clause, values: Readonly<Record<string, string | number | boolean>>): boolean {
  const space = createSearchSpace({
    parameters: [
      { name: 'child', type: 'constant', value: 1 },
      { name: 'hidden', type: 'integer', lower: 0, upper: 9 },
      { name: 'switch', type: 'categorical', choices: [true, false] },
      { name: 'number', type: 'float', lower: 0, upper: 9 },
      { name: 'size', type: 'ordinal', sequence: ['small', 'large', 'huge'] },
    ],
    conditions: [
      { child: 'child', when },
      { child: 'hidden', when: { parameter: 'switch', equals: true } },
    ],
  });
  const full = { switch: false, number: 5, size: 'large', ...values };
  const messages = space.check({ child: 1, ...full });
  const without = space.check(full);
  // Exactly one of the two is legal.
  expect([messages.length, without.length].sort()).toEqual([0, 1]);
  return messages.length === 0;
}

describe('conditions', () => {
  it('know equals, notEquals and in', () => {
    expect(active({ parameter: 'size', equals: 'large' }, {})).toBe(true);
    expect(active({ parameter: 'size', equals: 'large' }, { size: 'huge' })).toBe(false);
    expect(active({ parameter: 'size', notEquals: 'large' }, {})).toBe(false);
    expect(active({ parameter: 'size', notEquals: 'large' }, { size: 'huge' })).toBe(true);
    expect(active({ parameter: 'size', in: ['small', 'huge'] }, {})).toBe(false);
    expect(active({ parameter: 'size', in: ['small', 'huge'] }, { size: 'small' })).toBe(true);
  });

  it('compare numbers by value, the bound on the right side', () => {
    const results = [4, 5, 6].map((number) => [
      active({ parameter: 'number', less: 5 }, { number }),
      active({ parameter: 'number', lessEqual: 5 }, { number }),
      active({ parameter: 'number', greater: 5 }, { number }),
      active({ parameter: 'number', greaterEqual: 5 }, { number }),
    ]);
    expect(results).toEqual([
      [true, true, false, false],
      [false, true, false, true],
      [false, false, true, true],
    ]);
  });

  it('compare ordinals by rank, not by letter', () => {
    expect(active({ parameter: 'size', less: 'large' }, { size: 'small' })).toBe(true);
    expect(active({ parameter: 'size', greater: 'large' }, { size: 'huge' })).toBe(true);
    expect(active({ parameter: 'size', greaterEqual: 'large' }, { size: 'small' })).toBe(false);
    expect(active({ parameter: 'size', lessEqual: 'large' }, { size: 'large' })).toBe(true);
  });

  it('join with and and or', () => {
    const left: Clause = { parameter: 'number', greater: 3 };
    const right: Clause = { parameter: 'size', equals: 'huge' };
    const both = { and: [left, right] };
    const either = { or: [left, right] };
    expect([active(both, {}), active(both, { size: 'huge' })]).toEqual([false, true]);
    expect([active(either, {}), active(either, { number: 1 }), active(either, { number: 1, size: 'huge' })]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('are false over an inactive parameter, even when they deny something of it', () => {
    expect(active({ parameter: 'hidden', notEquals: 3 }, {})).toBe(false);
    expect(active({ parameter: 'hidden', notEquals: 3 }, { switch: true, hidden: 4 })).toBe(true);
    expect(active({ parameter: 'hidden', less: 9 }, {})).toBe(false);
    expect(
      active(
        {
          or: [
            { parameter: 'hidden', less: 9 },
            { parameter: 'number', less: 9 },
          ],
        },
        {},
      ),
    ).toBe(true);
  });

  it('of one child must all hold', () => {
    const space = createSearchSpace({
      parameters: [
        { name: 'a', type: 'categorical', choices: [0, 1] },
        { name: 'b', type: 'categorical', choices: [0, 1] },
        { name: 'c', type: 'constant', value: 'x' },
      ],
      conditions: [
        { child: 'c', when: { parameter: 'a', equals: 1 } },
        { child: 'c', when: { parameter: 'b', equals: 1 } },
      ],
    });
    expect(space.decode([0.9, 0.1])).toEqual({ a: 1, b: 0 });
    expect(space.decode([0.9, 0.9])).toEqual({ a: 1, b: 1, c: 'x' });
  });

  it('draw parents before children, through two levels, whatever the order of declaration', () => {
    const space = createSearchSpace(NESTED);
    const rng = createRng('nested');
    const seen = new Set<string>();
    for (let i = 0; i < 2000; i++) {
      const configuration = space.sample(rng);
      const { kernel, degree } = configuration;
      expect('gamma' in configuration).toBe(kernel === 'rbf' || kernel === 'poly');
      expect('degree' in configuration).toBe(kernel === 'poly');
      expect('coef' in configuration).toBe(degree === 4 || degree === 5);
      expect(kernel === 'rbf' && configuration['tolerance'] === 'tight').toBe(false);
      seen.add(Object.keys(configuration).sort().join());
    }
    expect(seen.size).toBe(4);
  });

  it('switch a grandchild off with its grandparent', () => {
    const definition: SpaceDefinition = {
      parameters: [
        { name: 'a', type: 'categorical', choices: [0, 1] },
        { name: 'b', type: 'categorical', choices: [0, 1] },
        { name: 'c', type: 'categorical', choices: [0, 1] },
      ],
      conditions: [
        { child: 'c', when: { parameter: 'b', equals: 1 } },
        { child: 'b', when: { parameter: 'a', equals: 1 } },
      ],
    };
    const space = createSearchSpace(definition);
    expect(space.decode([0.1, 0.9, 0.9])).toEqual({ a: 0 });
    expect(space.decode([0.9, 0.9, 0.9])).toEqual({ a: 1, b: 1, c: 1 });
  });

  it('compare two parameters in forbidden relations', () => {
    const space = (relation: 'less' | 'lessEqual' | 'equal' | 'greaterEqual' | 'greater') =>
      createSearchSpace({
        parameters: [
          { name: 'a', type: 'ordinal', sequence: ['low', 'mid', 'high'], default: 'low' },
          { name: 'b', type: 'ordinal', sequence: ['low', 'mid', 'high'], default: 'low' },
          { name: 'pad', type: 'constant', value: 0 },
        ],
        forbidden: [
          {
            and: [
              { parameter: 'pad', equals: 0 },
              { parameter: 'a', equals: 'mid' },
            ],
          },
          { left: 'a', relation, right: 'b' },
        ],
      });
    const legal = (relation: 'less' | 'greater', a: string, b: string): boolean =>
      space(relation).check({ a, b, pad: 0 }).length === 0;
    expect([legal('less', 'low', 'high'), legal('less', 'high', 'low'), legal('less', 'low', 'low')]).toEqual([
      false,
      true,
      true,
    ]);
    expect([legal('greater', 'low', 'high'), legal('greater', 'high', 'low')]).toEqual([true, false]);
    expect(legal('greater', 'mid', 'high')).toBe(false);
    for (const relation of ['equal', 'lessEqual', 'greaterEqual'] as const) {
      expect(() => space(relation)).toThrow('the configuration of defaults is forbidden');
    }
  });
});
