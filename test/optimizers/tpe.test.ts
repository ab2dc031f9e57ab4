import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { compileSchema } from '../../src/core/schema.js';
import type { Configuration, JsonObject, Suggestion } from '../../src/core/types.js';
import type { Ask, Observation, Optimizer, OptimizerDefinition } from '../../src/optimizers/optimizer.js';
import { GAMMAS } from '../../src/optimizers/parts/tpe-gamma.js';
import randomSearch from '../../src/optimizers/random-search.js';
import tpe from '../../src/optimizers/tpe.js';
import { thrown } from '../fidelity/thrown.js';
import { drive, landscape, suggestionsOf, type Drive } from './drive.js';
import { problemFor, PROBLEMS, type ProblemSource } from './problems.js';

const definition = tpe as unknown as OptimizerDefinition;
const ONE = { objectives: [{ name: 'error' }] };
const LINE: ProblemSource = {
  space: { parameters: [{ name: 'x', type: 'float', lower: 0, upper: 1 }] },
  fidelities: [],
};
const HYPEROPT = { estimator: 'hyperopt', structure: 'univariate', gamma: 'hyperopt', n_startup: 20 };

function create(
  source: ProblemSource,
  given: JsonObject = {},
  more: Parameters<typeof problemFor>[2] = ONE,
): Optimizer {
  const options = structuredClone(given);
  compileSchema(definition.options).fill(options);
  return definition.create(problemFor(definition, source, more), options, createRng('tpe', 0));
}

const ask = (optimizer: Optimizer): Suggestion =>
  (optimizer.ask({ spent: 0, free: 1 }) as Extract<Ask, { kind: 'suggest' }>).suggestion;
const by = ({ origin }: Suggestion): unknown => origin?.['by'];

function observation(evaluation: number, suggestion: Suggestion, ...objectives: number[]): Observation {
  const outcome =
    objectives.length > 0
      ? ({ status: 'completed', cost: 1, metrics: {} } as const)
      : ({ status: 'failed', cost: 1, code: 'objective-failed', message: 'made to fail' } as const);
  return { evaluation, suggestion, outcome, objectives };
}

/** Told of the line, as earlier observations: points with losses, undefined where it failed. */
function after(points: readonly (readonly [x: number, loss?: number])[], given: JsonObject = {}): Optimizer {
  const observations = points.map(([x, loss], index) => {
    const suggestion = { trial: index, configuration: { x }, fidelity: {} };
    return loss === undefined ? observation(index, suggestion) : observation(index, suggestion, loss);
  });
  return create(LINE, given, { ...ONE, observations });
}

const xOf = (optimizer: Optimizer): number => ask(optimizer).configuration['x'] as number;

describe('tpe', () => {
  it('begins with the configurations of random search, and then models', () => {
    const evaluate = landscape(problemFor(definition, PROBLEMS.mixed, ONE));
    const run = { workers: 1, evaluations: 30, evaluate };
    const ours = suggestionsOf(drive(create(PROBLEMS.mixed), run));
    const random = randomSearch.create(
      problemFor(randomSearch, PROBLEMS.mixed, ONE),
      { deduplicate: false },
      createRng('tpe', 0),
    );
    const configurations = (asked: readonly Suggestion[]): Configuration[] =>
      asked.map(({ configuration }) => configuration);
    expect(configurations(ours.slice(0, 10))).toEqual(configurations(suggestionsOf(drive(random, run))).slice(0, 10));
    expect(ours.map(by)).toEqual(ours.map((_, index) => (index < 10 ? 'random' : 'model')));
  });

  it('waits for nobody: the model begins when ten have ended, whatever is under way', () => {
    const evaluate = landscape(problemFor(definition, PROBLEMS.mixed, ONE));
    const ours = suggestionsOf(drive(create(PROBLEMS.mixed), { workers: 64, evaluations: 100, evaluate }));
    expect(ours.findIndex((asked) => by(asked) === 'model')).toBe(64 + 9);
  });

  it('goes where losses are small and stays away from where they are large', () => {
    // In no order of x, since the oldest are forgotten.
    const xs = Array.from({ length: 50 }, (_, i) => ((i * 37) % 50) / 49);
    const points = xs.map((x) => [x, Math.abs(x - 0.3)] as const);
    for (const given of [{}, HYPEROPT]) {
      const optimizer = after(points, { ...given, constant_liar: false });
      for (let i = 0; i < 20; i++) expect(Math.abs(xOf(optimizer) - 0.3)).toBeLessThan(0.2);
    }
  });

  it('takes failures for bad ones or does not count them', () => {
    // All of the right half fails.
    const points = Array.from({ length: 40 }, (_, i) => [i / 39, i < 20 ? 1 : undefined] as const).map(([x, loss]) =>
      loss === undefined ? ([x] as const) : ([x, loss] as const),
    );
    const share = (given: JsonObject): number => {
      const optimizer = after(points, given);
      return Array.from({ length: 50 }, () => xOf(optimizer)).filter((x) => x > 0.55).length / 50;
    };
    expect(share({ constant_liar: false })).toBe(0);
    expect(share({ constant_liar: false, failures: 'ignored' })).toBeGreaterThan(0);
    const failed = Array.from({ length: 12 }, (_, i) => [i / 12] as const);
    expect(by(ask(after(failed)))).toBe('model');
    expect(by(ask(after(failed, { failures: 'ignored' })))).toBe('random');
  });

  it('keeps workers apart by taking what is under way for bad', () => {
    const points = Array.from({ length: 30 }, (_, i) => [i / 29, Math.abs(i / 29 - 0.5)] as const);
    const spread = (given: JsonObject): number => {
      const optimizer = after(points, given);
      const asked = Array.from({ length: 40 }, () => xOf(optimizer));
      return Math.max(...asked) - Math.min(...asked);
    };
    expect(spread({})).toBeGreaterThan(1.5 * spread({ constant_liar: false }));
  });

  it('starts from earlier observations at the highest fidelity only', () => {
    const source = PROBLEMS['one level'];
    const at = (epochs: number): Observation[] =>
      Array.from({ length: 12 }, (_, i) =>
        observation(i, { trial: i, configuration: { x: i / 12 }, fidelity: { epochs } }, i),
      );
    expect(by(ask(create(source, {}, { ...ONE, observations: at(9) })))).toBe('model');
    expect(by(ask(create(source, {}, { ...ONE, observations: at(3) })))).toBe('random');
  });

  it('proposes nothing that is forbidden', () => {
    const source: ProblemSource = {
      space: {
        parameters: ['x', 'y'].map((name) => ({ name, type: 'float', lower: 0, upper: 1 })),
        forbidden: [{ left: 'x', relation: 'greater', right: 'y' }],
      },
      fidelities: [],
    };
    const { space } = problemFor(definition, source);
    // Where losses are small nearly all is forbidden.
    const evaluate: Drive['evaluate'] = ({ configuration }, evaluation) => {
      const error = (configuration['y'] as number) - (configuration['x'] as number);
      return observation(evaluation, { trial: 0, configuration, fidelity: {} }, error);
    };
    for (const given of [{}, HYPEROPT]) {
      const asked = suggestionsOf(drive(create(source, given), { workers: 3, evaluations: 100, evaluate }));
      for (const { configuration } of asked) expect(space.check(configuration)).toEqual([]);
      expect(asked.some((suggestion) => by(suggestion) === 'model')).toBe(true);
    }
  });

  it('bears equal losses and a space of nothing but constants', () => {
    const same = Array.from({ length: 30 }, () => [0.5, 1] as const);
    for (const given of [{}, { magic_clip: false, prior_weight: 0 }, HYPEROPT]) {
      const x = xOf(after(same, given));
      expect(x >= 0 && x <= 1).toBe(true);
    }
    const evaluate = landscape(problemFor(definition, PROBLEMS['a single point'], ONE));
    const asked = suggestionsOf(drive(create(PROBLEMS['a single point']), { workers: 2, evaluations: 20, evaluate }));
    expect(asked.map(({ configuration }) => configuration)).toEqual(asked.map(() => ({ version: 'fixed' })));
  });

  it.each([
    [1e15, false, 3e14],
    [1e12, true, 1e6],
  ])('goes where losses are small among %d integers', (upper, log, centre) => {
    const parameter = { name: 'k', type: 'integer', lower: 1, upper, log } as const;
    const distance = ({ configuration }: Pick<Suggestion, 'configuration'>): number => {
      const k = configuration['k'] as number;
      return Math.abs(log ? Math.log(k / centre) / Math.log(upper) : (k - centre) / upper);
    };
    const evaluate: Drive['evaluate'] = (suggestion, evaluation) =>
      observation(evaluation, suggestion, distance(suggestion));
    const optimizer = create({ space: { parameters: [parameter] }, fidelities: [] });
    const asked = suggestionsOf(drive(optimizer, { workers: 1, evaluations: 60, evaluate })).slice(30);
    // Of random ones, a fifth.
    expect(asked.filter((suggestion) => distance(suggestion) < 0.1).length).toBeGreaterThan(12);
  });

  it('refuses to model parameters together by the estimator of Hyperopt', () => {
    expect(thrown(() => create(LINE, { estimator: 'hyperopt' }))).toBe(
      'user structure: the estimator of Hyperopt models each parameter alone',
    );
  });

  it('warns of workers that begin at random because there are more of them than it needs results', () => {
    const warnings = (workers: number): readonly string[] => {
      const options = {};
      compileSchema(definition.options).fill(options);
      return definition.warn?.({ ...problemFor(definition, LINE), workers }, options) ?? [];
    };
    expect(warnings(10)).toEqual([]);
    expect(warnings(11)).toEqual([
      'with 11 workers as many configurations are drawn at random before the model, which needs 10 results',
    ]);
  });

  it('calls objectives that are not finite a bug of the caller', () => {
    const optimizer = create(LINE);
    const asked = ask(optimizer);
    expect(thrown(() => optimizer.tell(observation(0, asked, -Infinity)))).toBe(
      'bug : evaluation 0 completed with the objectives [-Infinity]',
    );
  });
});

describe('the number of good observations', () => {
  it("is known of Optuna's sampler and of Hyperopt's", () => {
    expect([1, 10, 11, 50, 100, 250, 1000].map(GAMMAS.optuna)).toEqual([1, 1, 2, 5, 10, 25, 25]);
    expect([1, 10, 11, 50, 100, 250, 1000].map(GAMMAS.several)).toEqual([1, 1, 2, 5, 10, 25, 100]);
    expect([1, 16, 17, 64, 1e4, 1e6].map(GAMMAS.hyperopt)).toEqual([1, 1, 2, 2, 25, 25]);
  });
});

describe('tpe with two objectives', () => {
  /** Two minima: all between 0.3 and 0.6 is a good compromise. */
  const compromise: Drive['evaluate'] = (suggestion, evaluation) => {
    const x = suggestion.configuration['x'] as number;
    return observation(evaluation, suggestion, (x - 0.3) ** 2, (x - 0.6) ** 2);
  };

  it.each([{}, { structure: 'univariate' }, { good_weights: 'hypervolume' }])('finds compromises, with %j', (given) => {
    const optimizer = create(LINE, given, { objectives: [{ name: 'a' }, { name: 'b' }] });
    const asked = suggestionsOf(drive(optimizer, { workers: 2, evaluations: 120, evaluate: compromise })).slice(40);
    const good = asked.filter(({ configuration: { x } }) => (x as number) > 0.25 && (x as number) < 0.65);
    expect(good.length / asked.length).toBeGreaterThan(0.7);
  });
});
