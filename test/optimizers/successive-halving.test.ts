import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/types.js';
import hyperband from '../../src/optimizers/hyperband.js';
import type { OptimizerDefinition } from '../../src/optimizers/optimizer.js';
import successiveHalving from '../../src/optimizers/successive-halving.js';
import { create, lineTo } from './async-on-a-line.js';
import { drive, suggestionsOf, type Drive, type Event } from './drive.js';
import { lossIsX, perLevel } from './hyperband-on-a-line.js';
import { problemFor } from './problems.js';

interface How extends Partial<Drive> {
  readonly definition?: OptimizerDefinition;
  readonly seed?: number;
}

function run(given: JsonObject, { definition = successiveHalving, seed = 0, ...more }: How = {}): Event[] {
  const optimizer = create({ cycles: 1, ...given }, { definition, source: lineTo(81), seed });
  return drive(optimizer, { workers: 1, evaluations: 1e4, evaluate: lossIsX, ...more });
}

const sizes = (given: JsonObject): Record<string, number> => perLevel(suggestionsOf(run(given)));

describe('successive halving', () => {
  it('is the most exploratory bracket of Hyperband', () => {
    const halving = suggestionsOf(run({}));
    const whole = suggestionsOf(run({}, { definition: hyperband }));
    expect(perLevel(halving)).toEqual({ 1: 81, 3: 27, 9: 9, 27: 3, 81: 1 });
    expect(halving).toEqual(whole.slice(0, halving.length));
  });

  it('begins with as many configurations as it is told, and has at least one in each rung', () => {
    expect(sizes({ configurations: 162 })).toEqual({ 1: 162, 3: 54, 9: 18, 27: 6, 81: 2 });
    expect(sizes({ configurations: 20 })).toEqual({ 1: 20, 3: 6, 9: 2, 27: 1, 81: 1 });
    expect(sizes({ eta: 4, minimum: 5 })).toEqual({ 5: 16, 20: 4, 81: 1 });
  });

  it('ends with the minimum of its 81 uniform numbers', () => {
    for (let seed = 0; seed < 20; seed++) {
      const asks = suggestionsOf(run({}, { seed }));
      const values = asks.map(({ configuration }) => configuration['x'] as number);
      expect(values.at(-1)).toBe(Math.min(...values));
    }
  });
});

describe('a barrier', () => {
  const kinds = (events: readonly Event[]): string[] =>
    events.flatMap((event) => (event.kind === 'ask' ? [event.answer.kind] : []));

  it('lets free workers wait for the bracket under way; the same is evaluated in the end', () => {
    for (const definition of [successiveHalving, hyperband]) {
      const with64 = run({ barrier: true, cycles: 2 }, { workers: 64, definition });
      const brackets = suggestionsOf(with64).map(({ origin }) => origin?.['bracket'] as number);
      expect([...brackets].sort((a, b) => a - b)).toEqual(brackets);
      expect(kinds(with64)).toContain('wait');
      const alone = run({ cycles: 2 }, { definition });
      expect(suggestionsOf(with64)).toEqual(suggestionsOf(alone));
    }
  });

  it('is not there by default: nobody waits before the last bracket is open', () => {
    const events = run({ cycles: 3 }, { workers: 64 });
    const asked = kinds(events);
    const brackets = suggestionsOf(events).map(({ origin }) => origin?.['bracket'] as number);
    expect(asked.indexOf('wait')).toBeGreaterThan(brackets.indexOf(2));
  });
});

describe('the warnings of synchronous brackets', () => {
  const warnings = (
    definition: OptimizerDefinition,
    given: JsonObject,
    workers: number,
    upper = 81,
  ): readonly string[] => {
    const options = { eta: 3, rule: 'hpbandster', refill: 'none', ...given };
    return definition.warn?.(problemFor(definition, lineTo(upper), { workers }), options) ?? [];
  };

  it('are none as long as a rung can use all workers', () => {
    for (const definition of [successiveHalving, hyperband]) {
      expect(warnings(definition, {}, 81)).toEqual([]);
      expect(warnings(definition, { barrier: true, cycles: 1 }, 81)).toEqual([]);
    }
  });

  it('say that a fidelity of one level makes them random search', () => {
    for (const definition of [successiveHalving, hyperband]) {
      expect(warnings(definition, {}, 1, 1)).toEqual([
        expect.stringMatching(/has only one level here.* are random search$/),
      ]);
    }
  });

  it('say how many are idle, or begin further brackets', () => {
    expect(warnings(successiveHalving, { barrier: true }, 100)).toEqual([
      'no rung has more than 81 evaluations, so 19 of 100 workers are always idle',
    ]);
    expect(warnings(hyperband, { cycles: 1 }, 150)).toEqual([
      'all brackets begin with 128 evaluations, so 22 of 150 workers are always idle',
    ]);
    expect(warnings(hyperband, {}, 150)).toEqual([
      'no rung has more than 81 evaluations: the other 69 of 150 workers begin further brackets, and none ends sooner',
    ]);
    expect(warnings(successiveHalving, { configurations: 20 }, 64)).toHaveLength(1);
  });
});
