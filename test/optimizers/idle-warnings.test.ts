import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/types.js';
import cmaEs from '../../src/optimizers/cma-es.js';
import type { OptimizerDefinition } from '../../src/optimizers/optimizer.js';
import smashy from '../../src/optimizers/smashy.js';
import { optionsOf } from './create.js';
import { LINE } from './hyperband-on-a-line.js';
import { problemFor, PROBLEMS } from './problems.js';

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
});
