import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { compileSchema } from '../../src/core/schema.js';
import type { Configuration, JsonObject } from '../../src/core/types.js';
import grid from '../../src/optimizers/grid.js';
import type { Problem } from '../../src/optimizers/optimizer.js';
import type { SpaceDefinition } from '../../src/space/parameter.js';
import { thrown } from '../fidelity/thrown.js';
import { drive, landscape, suggestionsOf } from './drive.js';
import { EPOCHS, problemFor, PROBLEMS } from './problems.js';

const SPACE: SpaceDefinition = {
  parameters: [
    { name: 'momentum', type: 'float', lower: 0, upper: 1 },
    { name: 'optimizer', type: 'categorical', choices: ['adam', 'sgd'] },
    { name: 'rate', type: 'float', lower: 1e-4, upper: 1, log: true },
    { name: 'version', type: 'constant', value: 2 },
  ],
  conditions: [{ child: 'momentum', when: { parameter: 'optimizer', equals: 'sgd' } }],
};
type Options = Parameters<typeof grid.create>[1];

function cells(space: SpaceDefinition, given: JsonObject, more?: Partial<Problem>, seed = 0): Configuration[] {
  const options = structuredClone(given);
  expect(compileSchema(grid.options).fill(options)).toEqual([]);
  const problem = problemFor(grid, { space, fidelities: [EPOCHS] }, more);
  const optimizer = grid.create(problem, options as Options, createRng(seed));
  const events = drive(optimizer, { workers: 3, evaluations: 1e6, evaluate: landscape(problem, { failures: 0.2 }) });
  expect(events.flatMap((event) => (event.kind === 'ask' ? [event.answer.kind] : [])).at(-1)).toBe('done');
  expect(optimizer.ask({ spent: 1, free: 1 })).toEqual({ kind: 'done' });
  return suggestionsOf(events).map(({ configuration }) => configuration);
}

const sorted = (configurations: readonly Configuration[]): string[] =>
  configurations.map((configuration) => JSON.stringify(configuration, Object.keys(configuration).sort())).sort();

describe('grid', () => {
  it('is the product over the tree of conditions, written by hand, parents first and the last parameter fastest', () => {
    const expected = [
      { optimizer: 'adam', rate: 1e-4, version: 2 },
      { optimizer: 'adam', rate: 0.01, version: 2 },
      { optimizer: 'adam', rate: 1, version: 2 },
      ...[0, 0.5, 1].flatMap((momentum) =>
        [1e-4, 0.01, 1].map((rate) => ({ optimizer: 'sgd', momentum, rate, version: 2 })),
      ),
    ];
    const lexicographic = cells(SPACE, { resolution: 3, order: 'lexicographic' });
    expect(lexicographic.map((cell) => ({ ...cell, rate: Number((cell['rate'] as number).toPrecision(12)) }))).toEqual(
      expected,
    );
    for (const seed of [0, 1]) {
      const shuffled = cells(SPACE, { resolution: 3 }, {}, seed);
      expect(shuffled).not.toEqual(lexicographic);
      expect(sorted(shuffled)).toEqual(sorted(lexicographic));
    }
  });

  it('takes all levels of lists, and integers equally spaced, rounded, without doubles', () => {
    const space: SpaceDefinition = {
      parameters: [
        { name: 'few', type: 'integer', lower: 1, upper: 3 },
        { name: 'many', type: 'integer', lower: 0, upper: 100 },
        { name: 'log', type: 'integer', lower: 1, upper: 1000, log: true },
        { name: 'size', type: 'ordinal', sequence: ['small', 'large'] },
      ],
    };
    const values = (name: string): unknown[] => [
      ...new Set(
        cells(space, { resolution: 4, resolutions: { many: 5 }, order: 'lexicographic' }).map((cell) => cell[name]),
      ),
    ];
    expect(values('few')).toEqual([1, 2, 3]);
    expect(values('many')).toEqual([0, 25, 50, 75, 100]);
    expect(values('log')).toEqual([1, 10, 100, 1000]);
    expect(values('size')).toEqual(['small', 'large']);
    expect(cells(space, { resolution: 1 }).map(({ few, many, log }) => [few, many, log])).toEqual([
      [2, 50, 32],
      [2, 50, 32],
    ]);
  });

  it('leaves out what is forbidden, and what was evaluated at the highest fidelity before the run', () => {
    const all = cells(PROBLEMS.mixed.space, { resolution: 3 });
    expect(all).toHaveLength(3 * 3 * (1 + 3) * 3 - 3 * 1 * (1 + 3) * 1);
    const suggestion = { trial: 0, configuration: all[5] as Configuration };
    const failed = { status: 'failed', cost: 1, code: 'objective-failed', message: '' } as const;
    const observations = [27, 9].map((epochs, evaluation) => ({
      evaluation,
      suggestion: { ...suggestion, fidelity: { epochs }, configuration: all[5 + evaluation] as Configuration },
      outcome: failed,
      objectives: [],
    }));
    const rest = cells(PROBLEMS.mixed.space, { resolution: 3 }, { observations });
    expect(sorted(rest)).toEqual(sorted(all.filter((cell) => cell !== all[5])));
  });

  it('refuses what it cannot make, and names the key', () => {
    const wide = {
      parameters: Array.from({ length: 7 }, (_, i) => ({ name: `x${i}`, type: 'float', lower: 0, upper: 1 })),
    };
    expect(thrown(() => cells(wide as SpaceDefinition, {}))).toMatch(
      /^user resolution: the grid has more than 100000 cells/,
    );
    expect(thrown(() => cells(SPACE, { resolutions: { rates: 3 } }))).toMatch(
      /^user resolutions\.rates: .*no float or integer "rates" \(did you mean "rate"\?\)/,
    );
  });

  it('needs no memory for a grid that is asked in order', () => {
    const wide = {
      parameters: Array.from({ length: 40 }, (_, i) => ({ name: `x${i}`, type: 'float', lower: 0, upper: 1 })),
    };
    const problem = problemFor(grid, { space: wide as SpaceDefinition, fidelities: [] });
    const optimizer = grid.create(problem, { resolution: 10, resolutions: {}, order: 'lexicographic' }, createRng(0));
    const asks = suggestionsOf(drive(optimizer, { workers: 1, evaluations: 11, evaluate: landscape(problem) }));
    expect(asks.map(({ configuration, origin }) => [configuration['x38'], configuration['x39'], origin])).toEqual([
      ...Array.from({ length: 10 }, (_, cell) => [0, cell / 9, { cell }]),
      [1 / 9, 0, { cell: 10 }],
    ]);
  });
});
