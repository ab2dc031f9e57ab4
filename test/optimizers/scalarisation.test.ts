import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { compileSchema } from '../../src/core/schema.js';
import type { JsonObject, Suggestion } from '../../src/core/types.js';
import type { MetricReference } from '../../src/optimizers/optimizer.js';
import { crowdingDistances } from '../../src/optimizers/parts/crowding.js';
import { dominates, nonDominatedRanks, type Point } from '../../src/models/non-dominated.js';
import {
  createScalarisation,
  SCALARISATIONS,
  type Scalarisation,
  type ScalarisationName,
} from '../../src/optimizers/parts/scalarisation.js';
import { scalarSelector } from '../../src/optimizers/parts/selector.js';
import type { SmashyOptions } from '../../src/optimizers/parts/smashy-options.js';
import smashy from '../../src/optimizers/smashy.js';
import { drive, suggestionsOf, type Drive } from './drive.js';
import { EPOCHS, problemFor, type ProblemSource } from './problems.js';

const BOTH = [{ name: 'error' }, { name: 'seconds' }];
const of = (name: ScalarisationName, objectives: readonly MetricReference[] = BOTH): Scalarisation =>
  createScalarisation(name, objectives, createRng('selection'));

/** The best first. */
function order(scores: readonly number[]): number[] {
  return scores.map((_, index) => index).sort((i, j) => (scores[i] as number) - (scores[j] as number) || i - j);
}

describe('crowding distances', () => {
  it('are the shares of the range between neighbours, added up', () => {
    const front = [
      [0, 10],
      [1, 6],
      [4, 4],
      [10, 0],
    ];
    // 4/10 + 6/10 and 9/10 + 6/10.
    expect([...crowdingDistances(front)]).toEqual([Infinity, 1, 1.5, Infinity]);
  });

  it('are infinite for one and for two, and nothing between equals', () => {
    expect([...crowdingDistances([[1, 1]])]).toEqual([Infinity]);
    const equal = [...crowdingDistances([1, 2, 3].map(() => [1, 1]))];
    expect(equal).toEqual([Infinity, 0, Infinity]);
  });
});

describe("smashy's comparison of several objectives", () => {
  const points = fc.array(fc.array(fc.nat(9), { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 20 });

  it('puts the earlier front first, by either tie-break', () => {
    fc.assert(
      fc.property(fc.constantFrom('nondom.crowding', 'nondom.hvcontrib'), points, (name, some) => {
        const ranks = nonDominatedRanks(some);
        const sorted = order(of(name).score(some)).map((index) => ranks[index] as number);
        expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
      }),
    );
  });

  it('never prefers what is dominated, by any of its rules', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SCALARISATIONS), points, (name, some) => {
        // Drawn weights are no rule: of these only the best of many is compared.
        if (name === 'amazon') return;
        const scores = of(name).score(some);
        some.forEach((a, i) =>
          some.forEach((b, j) => {
            if (dominates(a, b)) expect(scores[i] as number).toBeLessThanOrEqual(scores[j] as number);
          }),
        );
      }),
    );
  });

  it('of a front prefers what is lonely, or what adds most', () => {
    const front: Point[] = [
      [0, 10],
      [1, 9],
      [2, 8],
      [5, 5],
      [10, 0],
    ];
    expect(order(of('nondom.crowding').score(front))).toEqual([0, 4, 3, 2, 1]);
    // Bounded by (11, 11): areas 1, 1, 3, 15, 1 are added.
    const bounded = BOTH.map(({ name }) => ({ name, upper: 11 }));
    expect(order(of('nondom.hvcontrib', bounded).score(front))).toEqual([3, 4, 2, 0, 1]);
  });

  it('by improvement looks at what was found at the highest level only', () => {
    const comparison = of('hvimprovement', [
      { name: 'error', upper: 10 },
      { name: 'seconds', upper: 10 },
    ]);
    comparison.learn([1, 1], 1);
    comparison.learn([5, 5], 9);
    const scores = comparison.score([
      [5, 5],
      [4, 4],
      [2, 9],
    ]);
    expect(scores).toEqual([-0, -11, -3]);
  });

  it('by weights prefers the best corner, and is the same at the same seed', () => {
    const some = [
      [9, 9],
      [0, 8],
      [5, 5],
    ];
    expect(order(of('amazon').score(some))).toEqual([1, 2, 0]);
    expect(of('amazon').score(some)).toEqual(of('amazon').score(some));
  });

  it('gives ties to the older trial', () => {
    const candidate = (trial: number): Parameters<ReturnType<typeof scalarSelector>>[0][number] => ({
      trial,
      configuration: {},
      objectives: [1, 1],
      metrics: {},
    });
    const select = scalarSelector(of('nondom.hvcontrib'));
    expect(select([candidate(3), candidate(1), candidate(2)], 2)).toEqual([1, 2]);
  });
});

/** Both objectives want y = 0; x trades one for the other. */
const TRADE_OFF: ProblemSource = {
  space: {
    parameters: ['x', 'y'].map((name) => ({ name, type: 'float', lower: 0, upper: 1, default: 0.5 })),
  },
  fidelities: [EPOCHS],
};

describe('smashy with several objectives', () => {
  /** Mean y of what the first batches asked for, and of what the last did, at the highest level. */
  function improvement(given: JsonObject): { readonly early: number; readonly late: number } {
    const problem = problemFor(smashy, TRADE_OFF);
    const options = structuredClone(given);
    expect(compileSchema(smashy.options).fill(options)).toEqual([]);
    const optimizer = smashy.create(problem, options as SmashyOptions, createRng(0));
    const evaluate: Drive['evaluate'] = ({ configuration }) => {
      const [x, y] = [configuration['x'] as number, configuration['y'] as number];
      const metrics = { error: x + y, seconds: 1 - x + y };
      return { outcome: { status: 'completed', cost: 1, metrics }, objectives: [metrics.error, metrics.seconds] };
    };
    const asked = suggestionsOf(drive(optimizer, { workers: 2, evaluations: 200, evaluate }));
    const mean = (some: readonly Suggestion[]): number =>
      some.reduce((sum, { configuration }) => sum + (configuration['y'] as number), 0) / some.length;
    return { early: mean(asked.slice(0, 20)), late: mean(asked.slice(-50)) };
  }

  for (const surrogate of ['knn1', 'knn7', 'ranger', 'bohblrn']) {
    it(`comes nearer to the front with the surrogate ${surrogate}, by each selection`, () => {
      for (const mo_selection_method of SCALARISATIONS) {
        const { early, late } = improvement({ mo_selection_method, surrogate, trees: 5, filter_factor_first: 20 });
        expect(early, mo_selection_method).toBeGreaterThan(0.3);
        expect(late, mo_selection_method).toBeLessThan(early / 2);
      }
    });
  }
});
