import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { compileSchema } from '../../src/core/schema.js';
import type { JsonObject, Suggestion } from '../../src/core/types.js';
import bohb from '../../src/optimizers/bohb.js';
import hyperband from '../../src/optimizers/hyperband.js';
import type { Optimizer, OptimizerDefinition, Problem } from '../../src/optimizers/optimizer.js';
import randomSearch from '../../src/optimizers/random-search.js';
import smashy from '../../src/optimizers/smashy.js';
import { trajectory } from './counting-ones.js';
import { drive, landscape, suggestionsOf, type Drive } from './drive.js';
import { failing, LINE, LINE_9, lossIsX } from './hyperband-on-a-line.js';
import { EPOCHS, problemFor, PROBLEMS, type ProblemSource } from './problems.js';

const ONE = [{ name: 'error', lower: 0, upper: 1 }];
const MIXED_81: ProblemSource = { ...PROBLEMS.mixed, fidelities: [{ ...EPOCHS, upper: 81 }] };

/** Settings of the package's `smashy_as_hyperband` and `smashy_as_bohb`, with the sizes of a rule of Hyperband. */
const AS_HYPERBAND: JsonObject = {
  budget_log_step: Math.log(3),
  survival_fraction: 1 / 3,
  mu: 81,
  batch_method: 'hb',
  bracket_sizes: 'hpbandster',
  sample: 'random',
  random_interleave_fraction: 1,
  random_interleave_random: false,
};
const AS_BOHB: JsonObject = {
  ...AS_HYPERBAND,
  sample: 'bohb',
  surrogate: 'bohblrn',
  filter_factor_first: 64,
  filter_with_max_budget: true,
  random_interleave_fraction: 1 / 3,
  random_interleave_random: true,
};
const AS_RANDOM_SEARCH: JsonObject = { ...AS_HYPERBAND, budget_log_step: 100, mu: 7, batch_method: 'equal' };

function create(source: ProblemSource, given: JsonObject, more: Partial<Problem> = {}, seed = 0): Optimizer {
  return createAny(smashy, problemFor(smashy, source, { objectives: ONE, ...more }), given, seed);
}

function createAny(definition: OptimizerDefinition, problem: Problem, given: JsonObject, seed = 0): Optimizer {
  const options = structuredClone(given);
  expect(compileSchema(definition.options).fill(options)).toEqual([]);
  return definition.create(problem, options, createRng('smashy', seed));
}

const asks = (optimizer: Optimizer, more: Partial<Drive> = {}): Suggestion[] =>
  suggestionsOf(drive(optimizer, { workers: 1, evaluations: 400, evaluate: lossIsX, ...more }));
const plain = ({ trial, configuration, fidelity, continues }: Suggestion): unknown[] => [
  trial,
  configuration,
  fidelity,
  continues,
];
/** Runs of equal levels as `count@level`. */
function sequence(suggestions: readonly Suggestion[]): string[] {
  const runs: [number, number][] = [];
  for (const { fidelity } of suggestions) {
    const level = fidelity['epochs'] as number;
    const last = runs.at(-1);
    if (last?.[1] === level) last[0]++;
    else runs.push([1, level]);
  }
  return runs.map(([count, level]) => `${count}@${level}`);
}

describe('smashy, in the settings of another optimizer', () => {
  it.each(['hpbandster', 'paper', 'synetune'])('is Hyperband to the last configuration, by the rule %s', (rule) => {
    const problem = problemFor(hyperband, MIXED_81);
    const evaluate = landscape(problem);
    const dedicated = asks(createAny(hyperband, problem, { rule }), { evaluate });
    const emulated = asks(create(MIXED_81, { ...AS_HYPERBAND, bracket_sizes: rule }), { evaluate });
    expect(emulated.map(plain)).toEqual(dedicated.map(plain));
  });

  it('has the (count, level) sequence of BOHB', () => {
    const problem = problemFor(bohb, MIXED_81);
    const evaluate = landscape(problem);
    const dedicated = asks(createAny(bohb, problem, {}), { evaluate });
    const emulated = asks(create(MIXED_81, AS_BOHB), { evaluate });
    expect(sequence(emulated)).toEqual(sequence(dedicated));
    expect(sequence(emulated).slice(0, 9)).toEqual('81@1 27@3 9@9 3@27 1@81 27@3 9@9 3@27 1@81'.split(' '));
    // Two thirds are filtered once there is a model, and nearly all come from a density then.
    const later = emulated.filter(({ origin }) => origin?.['bracket'] === 3);
    expect(later.some(({ origin }) => origin?.['by'] === 'model' && origin['filtered'] === true)).toBe(true);
  });

  it('is random search to the last configuration', () => {
    const problem = problemFor(randomSearch, MIXED_81, { features: [] });
    const dedicated = asks(createAny(randomSearch, problem, {}), {
      evaluate: landscape(problem),
    });
    const emulated = asks(create(MIXED_81, AS_RANDOM_SEARCH), { evaluate: landscape(problemFor(smashy, MIXED_81)) });
    expect(emulated.map(plain)).toEqual(dedicated.map(plain));
  });

  it('is successive halving in equal batches by default: levels 1 and 16 apart, twenty at a time, a third goes on', () => {
    const counts = sequence(asks(create(LINE, { fidelity: 'epochs' }), { evaluations: 60 }));
    expect(counts).toEqual(['20@5', '20@81', '20@5']);
  });
});

describe('smashy, batch by batch', () => {
  const EQUAL: JsonObject = { budget_log_step: Math.log(3), mu: 6, survival_fraction: 0.5 };

  it('lets the best of a batch go on, continues them, and adds new ones', () => {
    const made = asks(create(LINE_9, EQUAL), { evaluations: 18 });
    const [first, second] = [made.slice(0, 6), made.slice(6, 12)];
    const best = [...first]
      .sort((a, b) => (a.configuration['x'] as number) - (b.configuration['x'] as number))
      .slice(0, 3);
    expect(second.slice(0, 3).map(({ trial }) => trial)).toEqual(best.map(({ trial }) => trial).sort((a, b) => a - b));
    expect(second.map(({ continues }) => continues !== undefined)).toEqual([true, true, true, false, false, false]);
    expect(second.slice(3).map(({ trial }) => trial)).toEqual([6, 7, 8]);
    expect(made.map(({ origin }) => [origin?.['bracket'], origin?.['rung']])).toEqual([
      ...first.map(() => [0, 0]),
      ...second.map(() => [0, 1]),
      ...first.map(() => [0, 2]),
    ]);
  });

  it('asks the same with any number of workers, in whatever order they answer', () => {
    const evaluate = landscape(problemFor(smashy, MIXED_81), { failures: 0.1 });
    const options = { ...EQUAL, surrogate: 'knn7', sample: 'bohb' };
    const alone = asks(create(MIXED_81, { ...options, random_interleave_fraction_end: 1 / 3 }), { evaluate });
    const luck = createRng('order');
    const many = asks(create(MIXED_81, options), {
      evaluate,
      workers: 9,
      next: (n) => luck.integer(Math.max(1, n)),
    });
    expect(many).toEqual(alone);
  });

  it('waits for the end of its batch, and is done when its cycles are used up', () => {
    const events = drive(create(LINE_9, { ...EQUAL, cycles: 2 }), { workers: 9, evaluations: 100, evaluate: lossIsX });
    const kinds = events.flatMap((event) => (event.kind === 'ask' ? [event.answer.kind] : []));
    expect(kinds.slice(0, 7)).toEqual(['suggest', 'suggest', 'suggest', 'suggest', 'suggest', 'suggest', 'wait']);
    expect(kinds.filter((kind) => kind === 'suggest')).toHaveLength(2 * 18);
    expect(kinds.at(-1)).toBe('done');
  });

  it('releases every trial once: losers with their batch, failures and the last at once', () => {
    const events = drive(create(LINE_9, { ...EQUAL, cycles: 1 }), { workers: 2, evaluations: 100, evaluate: lossIsX });
    const released = events.flatMap((event) => (event.kind === 'tell' ? event.released : []));
    expect([...released].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, trial) => trial));
  });

  it('when evaluations fail, fills equal batches with new ones, and lets brackets shrink', () => {
    const fourFail: Drive['evaluate'] = (suggestion, evaluation) =>
      evaluation < 4 ? failing(suggestion, evaluation) : lossIsX(suggestion, evaluation);
    const equal = asks(create(LINE_9, EQUAL), { evaluations: 18, evaluate: fourFail });
    expect(sequence(equal)).toEqual(['6@1', '6@3', '6@9']);
    expect(equal.slice(6, 12).map(({ trial }) => trial)).toEqual([4, 5, 6, 7, 8, 9]);
    const brackets = { ...AS_HYPERBAND, mu: 9 };
    const eightFail: Drive['evaluate'] = (suggestion, evaluation) =>
      evaluation < 7 ? failing(suggestion, evaluation) : lossIsX(suggestion, evaluation);
    expect(sequence(asks(create(LINE_9, brackets), { evaluations: 16, evaluate: eightFail }))).toEqual([
      '9@1',
      '2@3',
      '1@9',
      '3@3',
      '1@9',
    ]);
    expect(sequence(asks(create(LINE_9, brackets), { evaluations: 24, evaluate: failing }))).toEqual([
      '9@1',
      '3@3',
      '3@9',
      '9@1',
    ]);
  });
});

describe('smashy, the filter', () => {
  const BATCHES: JsonObject = { budget_log_step: 100, mu: 20, sample: 'random', random_interleave_random: false };
  const isFiltered = ({ origin }: Suggestion): boolean => origin?.['filtered'] === true;
  const shares = (suggestions: readonly Suggestion[]): number[] =>
    Array.from(
      { length: suggestions.length / 20 },
      (_, i) => suggestions.slice(20 * i, 20 * i + 20).filter(isFiltered).length,
    );

  it('leaves out exactly the share that is interleaved, filtered ones first', () => {
    const made = asks(create(LINE, { ...BATCHES, random_interleave_fraction: 0.3 }), { evaluations: 60 });
    expect(shares(made)).toEqual([14, 14, 14]);
    expect(made.slice(20, 34).every(isFiltered)).toBe(true);
  });

  it('or each with that probability', () => {
    const random = {
      ...BATCHES,
      filter_factor_first: 2,
      random_interleave_fraction: 0.3,
      random_interleave_random: true,
    };
    const counts = shares(asks(create(LINE, random), { evaluations: 2000 }));
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    expect(new Set(counts).size).toBeGreaterThan(3);
    expect(Math.abs(mean - 14)).toBeLessThan(4 * Math.sqrt((20 * 0.3 * 0.7) / counts.length));
  });

  it('changes with the budget that is spent', () => {
    const annealed = { ...BATCHES, random_interleave_fraction: 1, random_interleave_fraction_end: 0 };
    const counts = shares(asks(create(LINE, annealed), { evaluations: 200 }));
    expect(counts).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
  });

  it.each(['knn1', 'knn7', 'ranger', 'bohblrn'])(
    'by %s, proposes better configurations than the space holds',
    (surrogate) => {
      const options = { ...BATCHES, surrogate, trees: 50, random_interleave_fraction: 0 };
      const values = asks(create(LINE, options), { evaluations: 120 }).map(
        ({ configuration }) => configuration['x'] as number,
      );
      const mean = values.slice(60).reduce((sum, x) => sum + x, 0) / 60;
      expect(mean).toBeLessThan(0.15);
    },
  );

  it('predicts at the highest level that was evaluated, or at the level of the batch', () => {
    // At level 1 large x is good, at level 9 small x.
    const turning: Drive['evaluate'] = ({ configuration, fidelity }) => {
      const x = configuration['x'] as number;
      const loss = fidelity['epochs'] === 9 ? x : -x;
      return { outcome: { status: 'completed', cost: 1, metrics: { loss } }, objectives: [loss] };
    };
    const fifth = (filter_with_max_budget: boolean): number => {
      const options = {
        budget_log_step: Math.log(9),
        mu: 20,
        sample: 'random',
        random_interleave_fraction: 0,
        filter_with_max_budget,
      };
      const batch = asks(create(LINE_9, options), { evaluations: 100, evaluate: turning }).slice(80);
      expect(batch.every(({ fidelity }) => fidelity['epochs'] === 1)).toBe(true);
      return batch.reduce((sum, { configuration }) => sum + (configuration['x'] as number), 0) / 20;
    };
    expect(fifth(true)).toBeLessThan(0.2);
    expect(fifth(false)).toBeGreaterThan(0.8);
  });

  it('starts from earlier observations: its first batch is filtered already', () => {
    const observations = Array.from({ length: 30 }, (_, evaluation) => ({
      evaluation,
      suggestion: { trial: evaluation, configuration: { x: evaluation / 30 }, fidelity: { epochs: 81 } },
      outcome: { status: 'completed', cost: 1, metrics: { loss: evaluation } } as const,
      objectives: [evaluation],
    }));
    const first = asks(create(LINE, { ...BATCHES, random_interleave_fraction: 0 }, { observations }), {
      evaluations: 20,
    });
    expect(Math.max(...first.map(({ configuration }) => configuration['x'] as number))).toBeLessThan(0.1);
  });

  it('beats random search on counting ones in sixteen dimensions', () => {
    const mean = (definition: unknown, options: JsonObject): number => {
      const ends = Array.from({ length: 10 }, (_, seed) =>
        trajectory(definition as OptimizerDefinition, { d: 16, seed, costs: [21], options }),
      );
      return ends.reduce((sum, [end]) => sum + (end as number), 0) / ends.length;
    };
    const random = mean(randomSearch, {});
    for (const options of [{}, { filter_algorithm: 'progressive', filter_factor_last: 20 }, AS_BOHB]) {
      expect(mean(smashy, options)).toBeLessThan(random - 0.02);
    }
  });
});
