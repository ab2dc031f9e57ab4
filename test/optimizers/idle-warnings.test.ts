import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { JsonObject } from '../../src/core/types.js';
import cmaEs from '../../src/optimizers/cma-es.js';
import type { OptimizerDefinition } from '../../src/optimizers/optimizer.js';
import localSearch from '../../src/optimizers/local-search.js';
import smashy from '../../src/optimizers/smashy.js';
import { optionsOf } from './create.js';
import { LINE } from './hyperband-on-a-line.js';
import { problemFor, PROBLEMS, type ProblemSource } from './problems.js';

describe('methods that wait warn of workers that they leave idle', () => {
  const warnings = (
    definition: OptimizerDefinition,
    workers: number,
    given: JsonObject = {},
    source = LINE,
  ): readonly string[] | undefined =>
    definition.warn?.(problemFor(definition, source, { workers }), optionsOf(definition, given));

  it('cma-es has generations, which restarts may enlarge', () => {
    const definition = cmaEs as OptimizerDefinition;
    expect(warnings(definition, 4)).toEqual([]);
    expect(warnings(definition, 16)).toEqual([
      'a generation has 4 evaluations, so 12 of 16 workers are idle until restarts have made it larger',
    ]);
    expect(warnings(definition, 16, { restarts: 'same', populationSize: 12 })).toEqual([
      'a generation has 12 evaluations, so 4 of 16 workers are always idle',
    ]);
    expect(warnings(definition, 16, {}, PROBLEMS['a single point'])).toEqual([]);
  });

  it('smashy has batches', () => {
    const definition = smashy as OptimizerDefinition;
    expect(warnings(definition, 20)).toEqual([]);
    expect(warnings(definition, 64)).toEqual([
      'no batch has more than 20 evaluations, so 44 of 64 workers are always idle',
    ]);
    const brackets = { batch_method: 'hb', mu: 81, budget_log_step: Math.log(3), survival_fraction: 1 / 3 };
    expect(warnings(definition, 82, { ...brackets, bracket_sizes: 'hpbandster' })).toEqual([
      'no batch has more than 81 evaluations, so 1 of 82 workers are always idle',
    ]);
  });

  it('local search has neighbours of one configuration', () => {
    const definition = localSearch as OptimizerDefinition;
    const mixed = (workers: number, given: JsonObject = {}) => warnings(definition, workers, given, MIXED);
    const { space } = problemFor(definition, MIXED);
    const found = space.neighbours(MIDDLE, createRng('neighbours'), { draws: 4 }).length;
    // Two levels beside the middle, two choices beside "a", four numbers each, and all four of the small integer.
    expect(found).toBe(2 + 2 + 4 + 4 + 4);
    expect(mixed(found)).toEqual([]);
    expect(mixed(64)).toEqual(['a configuration has no more than 16 neighbours, so 48 of 64 workers are mostly idle']);
    expect(mixed(64, { initial: 30 })).toEqual(['a start has 30 evaluations, so 34 of 64 workers are mostly idle']);
  });
});

const MIXED: ProblemSource = {
  space: {
    parameters: [
      { name: 'rank', type: 'ordinal', sequence: [1, 2, 3] },
      { name: 'choice', type: 'categorical', choices: ['a', 'b', 'c'] },
      { name: 'real', type: 'float', lower: 0, upper: 1 },
      { name: 'many', type: 'integer', lower: 1, upper: 1000 },
      { name: 'few', type: 'integer', lower: 1, upper: 5 },
      { name: 'only', type: 'constant', value: 1 },
    ],
  },
  fidelities: [],
};
const MIDDLE = { rank: 2, choice: 'a', real: 0.5, many: 500, few: 3, only: 1 };
