import { describe, expect, it } from 'vitest';
import { standardError, summaryOf } from '../../src/analysis/statistics/summary.js';
import { createRng } from '../../src/core/rng.js';
import type { Configuration } from '../../src/core/types.js';
import type { Ask, Optimizer, OptimizerDefinition } from '../../src/optimizers/optimizer.js';
import randomSearch from '../../src/optimizers/random-search.js';
import { BLACK_BOXES, simpleRegret } from './black-box.js';
import { problemFor, PROBLEMS } from './problems.js';

const ask = (optimizer: Optimizer): Configuration =>
  (optimizer.ask({ spent: 0, free: 1 }) as Extract<Ask, { kind: 'suggest' }>).suggestion.configuration;

describe('random search', () => {
  it('finds the minimum of fifty uniform numbers, in the mean 1/51', () => {
    const problem = problemFor(randomSearch, PROBLEMS['one level']);
    const [n, repeats] = [50, 2000];
    let sum = 0;
    for (let seed = 0; seed < repeats; seed++) {
      const optimizer = randomSearch.create(problem, { deduplicate: false }, createRng('uniform', seed));
      sum += Math.min(...Array.from({ length: n }, () => ask(optimizer)['x'] as number));
    }
    const standardError = Math.sqrt(n / ((n + 1) ** 2 * (n + 2)) / repeats);
    expect(Math.abs(sum / repeats - 1 / (n + 1))).toBeLessThan(4 * standardError);
  });

  it('does not repeat itself when told so, until a space is exhausted', () => {
    const problem = problemFor(randomSearch, PROBLEMS['a tiny space']);
    const optimizer = randomSearch.create(problem, { deduplicate: true }, createRng(3));
    const first = [ask(optimizer), ask(optimizer)].map((configuration) => configuration['switch']);
    expect(first.sort()).toEqual([false, true]);
    expect(problem.space.check(ask(optimizer))).toEqual([]);
  });

  it('does not repeat earlier observations either', () => {
    const suggestion = { trial: 0, configuration: { switch: true, only: 'level' }, fidelity: { epochs: 27 } };
    const outcome = { status: 'completed', cost: 1, metrics: { error: 1 } } as const;
    const observations = [{ evaluation: 0, suggestion, outcome, objectives: [1] }];
    const problem = problemFor(randomSearch, PROBLEMS['a tiny space'], { observations });
    for (let seed = 0; seed < 10; seed++) {
      const optimizer = randomSearch.create(problem, { deduplicate: true }, createRng(seed));
      expect(ask(optimizer)['switch']).toBe(false);
    }
  });

  // specs/optimizers.md, F2: means and standard errors after 20, 50 and 100 evaluations, 30 seeds of Optuna's RandomSampler.
  it.each<[keyof typeof BLACK_BOXES, ...(readonly [mean: number, error: number])[]]>([
    ['branin', [3.2, 0.63], [1.15, 0.19], [0.671, 0.14]],
    ['hartmann6', [2.11, 0.09], [1.58, 0.08], [1.22, 0.07]],
    ['sphere10', [42.4, 2.6], [34.6, 1.5], [31.1, 1.3]],
  ])('has the known regrets on %s', (name, ...known) => {
    const [seeds, evaluations] = [100, [20, 50, 100]];
    const regrets = Array.from({ length: seeds }, (_, seed) =>
      simpleRegret(randomSearch as OptimizerDefinition, BLACK_BOXES[name], { options: {}, seed, evaluations }),
    );
    known.forEach(([mean, error], column) => {
      const ours = summaryOf(regrets.map((regret) => regret[column] as number));
      expect(Math.abs(ours.mean - mean)).toBeLessThan(4 * Math.hypot(standardError(ours), error));
    });
  });
});
