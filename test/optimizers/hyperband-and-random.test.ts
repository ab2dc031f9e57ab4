import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import hyperband from '../../src/optimizers/hyperband.js';
import randomSearch from '../../src/optimizers/random-search.js';
import { trajectory } from './counting-ones.js';
import { drive, suggestionsOf } from './drive.js';
import { create, LINE, lossIsX } from './hyperband-on-a-line.js';
import { problemFor } from './problems.js';

const SEEDS = 6;

describe('hyperband and random search at the same seed', () => {
  it('draw the same configurations: the 640 of five sweeps are the first 640', () => {
    const random = randomSearch.create(problemFor(randomSearch, LINE), { deduplicate: false }, createRng(0));
    const drawn = suggestionsOf(drive(random, { workers: 1, evaluations: 640, evaluate: lossIsX }));
    const asks = suggestionsOf(drive(create(LINE, { cycles: 5 }), { workers: 1, evaluations: 1e4, evaluate: lossIsX }));
    const fresh = asks.filter(({ origin }) => origin?.['rung'] === 0);
    expect(fresh.map(({ configuration }) => configuration)).toEqual(drawn.map(({ configuration }) => configuration));
  });

  // specs/optimizers.md, F2: .0966/.0966, .2037/.2033, .2827/.2825, .3425/.3426 in the means of 50 seeds.
  it.each([8, 16, 32, 64])(
    'on counting ones with d = %d find the same incumbent: one for 105 full evaluations, the other for 630',
    (d) => {
      const pairs = Array.from({ length: SEEDS }, (_, seed) => ({
        hyperband: trajectory(hyperband, { d, seed, costs: [105] })[0] as number,
        random: trajectory(randomSearch, { d, seed, costs: [630] })[0] as number,
      }));
      const same = pairs.filter((pair) => pair.hyperband === pair.random);
      // The noise of a lower rung may cost Hyperband the best one.
      expect(same.length).toBeGreaterThanOrEqual(SEEDS - 1);
      for (const pair of pairs) expect(Math.abs(pair.hyperband - pair.random)).toBeLessThan(0.01);
    },
  );
});
