import { describe, expect, it } from 'vitest';
import { medianOf } from '../../src/analysis/statistics/summary.js';
import type { Configuration, JsonObject, Suggestion } from '../../src/core/types.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';
import differentialEvolution from '../../src/optimizers/differential-evolution.js';
import type { Ask, Observation, Problem } from '../../src/optimizers/optimizer.js';
import { createSearchSpace } from '../../src/space/space.js';
import { thrown } from '../fidelity/thrown.js';
import { create, optionsOf } from './create.js';
import { drive, landscape, suggestionsOf, type Drive } from './drive.js';

/** Sphere on [-5, 5]^d. */
function sphere(d: number, more: Partial<Problem> = {}): Problem {
  const parameters = Array.from({ length: d }, (_, i) => ({
    name: `x${i}`,
    type: 'float' as const,
    lower: -5,
    upper: 5,
  }));
  return {
    space: createSearchSpace({ parameters }),
    fidelities: createFidelitySpace([]),
    objectives: [{ name: 'value' }],
    features: [],
    constraints: [],
    budget: { evaluations: 2000 },
    workers: 1,
    ...more,
  };
}

const valueOf = (configuration: Configuration): number =>
  Object.values(configuration).reduce<number>((sum, x) => sum + (x as number) ** 2, 0);
const evaluate: Drive['evaluate'] = ({ configuration }) => {
  const value = valueOf(configuration);
  return { outcome: { status: 'completed', cost: 1, metrics: { value } }, objectives: [value] };
};
const fail: Drive['evaluate'] = () => ({
  outcome: { status: 'failed', cost: 1, code: 'objective-failed', message: 'made to fail' },
  objectives: [],
});
const run = (problem: Problem, options: JsonObject, more: Partial<Drive> = {}, seed: number | string = 0) =>
  drive(create(differentialEvolution, problem, options, seed), { workers: 1, evaluations: 200, evaluate, ...more });
const slotOf = ({ origin }: Suggestion): unknown => origin?.['slot'];

describe('differential evolution', () => {
  it('evaluates its population, then offspring of one slot after the other', () => {
    const asks = suggestionsOf(run(sphere(3), {}, { evaluations: 60 }));
    expect(asks.slice(0, 20).map(({ origin }) => origin?.['by'])).toEqual(new Array(20).fill('random'));
    const slots = Array.from({ length: 20 }, (_, slot) => slot);
    expect(asks.slice(20).map(slotOf)).toEqual([...slots, ...slots]);
    expect(asks.slice(20).every(({ origin }) => origin?.['by'] === 'offspring')).toBe(true);
    expect(asks[20]?.origin?.['parent']).toBe(0);
  });

  it('waits for a generation before the next, and moves then where offspring are not worse', () => {
    const events = run(sphere(3), {}, { workers: 7, evaluations: 100 });
    const kinds = events.flatMap((event) => (event.kind === 'ask' ? [event.answer.kind] : []));
    expect(kinds.filter((kind) => kind === 'wait').length).toBeGreaterThan(4);
    expect(suggestionsOf(events)).toEqual(suggestionsOf(run(sphere(3), {}, { evaluations: 100 })));
    const asks = suggestionsOf(events);
    const value = (trial: number): number => valueOf((asks[trial] as Suggestion).configuration);
    for (const { origin } of asks.slice(40, 60)) {
      const [slot, parent] = [origin?.['slot'] as number, origin?.['parent'] as number];
      const better = value(20 + slot) <= value(slot);
      expect(parent).toBe(better ? 20 + slot : slot);
    }
  });

  it.each(['immediate', 'random', 'worst'])('never waits where selection is %s', (selection) => {
    const events = run(sphere(3), { selection }, { workers: 30 });
    expect(events.some((event) => event.kind === 'ask' && event.answer.kind === 'wait')).toBe(false);
  });

  it('makes the worst member the target where it is told so', () => {
    const asks = suggestionsOf(run(sphere(3), { selection: 'worst' }, { evaluations: 21 }));
    const values = asks.slice(0, 20).map(({ configuration }) => valueOf(configuration));
    expect(slotOf(asks[20] as Suggestion)).toBe(values.indexOf(Math.max(...values)));
  });

  it('changes exactly one parameter at CR = 0', () => {
    const asks = suggestionsOf(run(sphere(5), { crossoverRate: 0 }, { evaluations: 300 }));
    for (const { configuration, origin } of asks.slice(20)) {
      const parent = (asks[origin?.['parent'] as number] as Suggestion).configuration;
      expect(Object.keys(configuration).filter((name) => configuration[name] !== parent[name])).toHaveLength(1);
    }
  });

  it('changes the parent before the offspring has won where crossover is exp-in-place', () => {
    // All offspring fail: the population would stay as it is.
    const evaluateFirst: Drive['evaluate'] = (asked, evaluation) =>
      (evaluation < 20 ? evaluate : fail)(asked, evaluation);
    const options = { crossoverRate: 1, mutation: 'best1', selection: 'immediate' };
    const parents = (crossover: string): Set<unknown> => {
      const asks = suggestionsOf(
        run(sphere(2), { ...options, crossover }, { evaluate: evaluateFirst, evaluations: 80 }),
      );
      return new Set(asks.slice(40).map(({ origin }) => origin?.['parent']));
    };
    expect(parents('exp').size).toBe(20);
    // The new vectors were never evaluated under a trial of their own that counts.
    expect(parents('exp-in-place')).toEqual(new Set([undefined]));
  });

  it('lets failures lose, also all', () => {
    const evaluateFirst: Drive['evaluate'] = (asked, evaluation) =>
      (evaluation < 20 ? evaluate : fail)(asked, evaluation);
    const asks = suggestionsOf(run(sphere(2), {}, { evaluate: evaluateFirst, evaluations: 80 }));
    expect(new Set(asks.slice(60).map(({ origin }) => origin?.['parent']))).toEqual(
      new Set(Array.from({ length: 20 }, (_, trial) => trial)),
    );
    expect(suggestionsOf(run(sphere(2), {}, { evaluate: fail, evaluations: 80 }))).toHaveLength(80);
  });

  it('starts from the best earlier observations, and evaluates only the rest of the population', () => {
    const events = run(sphere(2), {}, { evaluations: 30 });
    const observations: Observation[] = events.flatMap((event) => (event.kind === 'tell' ? [event.observation] : []));
    const few = suggestionsOf(run(sphere(2, { observations: observations.slice(0, 15) }), {}, { evaluations: 30 }));
    expect(few.slice(0, 6).map(({ origin }) => origin?.['by'])).toEqual([
      ...new Array<string>(5).fill('random'),
      'offspring',
    ]);
    const all = run(sphere(2, { observations }), { crossoverRate: 0, mutation: 'best1' }, { evaluations: 20 });
    const known = observations.map(({ objectives }) => objectives[0] as number).sort((a, b) => a - b);
    for (const { configuration, origin } of suggestionsOf(all)) {
      expect(origin).toEqual({ by: 'offspring', slot: expect.any(Number) as number });
      // One of two parameters is a parent's: some observation among the best twenty has it.
      const worst = known[19] as number;
      expect(Object.values(configuration).some((x) => (x as number) ** 2 <= worst + 1e-9)).toBe(true);
    }
  });

  it('refuses a population that has too few donors', () => {
    const message = thrown(() => create(differentialEvolution, sphere(2), { populationSize: 4, mutation: 'rand2' }));
    expect(message).toMatch(/^user populationSize: rand2 takes 5 donors out of 4/);
    const options = { populationSize: 5, mutation: 'rand2', targetAsDonor: false };
    expect(thrown(() => create(differentialEvolution, sphere(2), options))).toMatch(/^user populationSize/);
  });

  it('warns of workers that wait for every generation', () => {
    const warnings = (selection: string) =>
      differentialEvolution.warn?.(sphere(2, { workers: 24 }), optionsOf(differentialEvolution, { selection }));
    expect(warnings('deferred')).toEqual(['a generation has 20 evaluations, so 4 of 24 workers are always idle']);
    expect(warnings('immediate')).toEqual([]);
  });

  it('asks for legal configurations only, however many are forbidden', () => {
    const space = createSearchSpace({
      parameters: [
        { name: 'a', type: 'integer', lower: 0, upper: 9 },
        { name: 'b', type: 'integer', lower: 0, upper: 9, default: 0 },
      ],
      forbidden: [{ left: 'b', relation: 'greaterEqual', right: 'a' }],
    });
    const problem = sphere(1, { space });
    const asks = suggestionsOf(run(problem, {}, { evaluate: landscape(problem), evaluations: 300 }));
    for (const { configuration } of asks) expect(space.check(configuration)).toEqual([]);
  });
});

/**
 * Mean and standard deviation of log10 of the best value on the sphere in [-5, 5]^10 after 1000 evaluations, 60 seeds of the
 * DEHB repository's own `DE` and `AsyncDE`, version 0.1.2.
 */
const REFERENCE: readonly (readonly [options: JsonObject, mean: number, deviation: number])[] = [
  [{}, -0.7197, 0.1977],
  [{ mutation: 'rand2' }, -0.0788, 0.1684],
  [{ mutation: 'rand2dir' }, 0.7309, 0.1356],
  [{ mutation: 'best1' }, -3.1567, 0.5205],
  [{ mutation: 'best2' }, -1.2579, 0.2255],
  [{ mutation: 'currenttobest1' }, -2.4346, 0.4688],
  [{ mutation: 'randtobest1' }, -3.0315, 0.5528],
  [{ crossover: 'exp-in-place' }, 1.2546, 0.1172],
  [{ boundary: 'clip' }, -0.6436, 0.2149],
  [{ targetAsDonor: false }, -0.854, 0.2133],
  [{ targetAsDonor: false, selection: 'immediate' }, -1.1415, 0.2262],
  [{ targetAsDonor: false, selection: 'worst' }, -1.4544, 0.292],
  [{ targetAsDonor: false, selection: 'random' }, -1.0061, 0.2589],
];

describe('differential evolution on the sphere', () => {
  it.each(REFERENCE)('with %j comes as far as the reference', (options, mean, deviation) => {
    const seeds = 20;
    const logs = Array.from({ length: seeds }, (_, seed) => Math.log10(bestAfter(1000, options, seed)));
    const ours = logs.reduce((sum, log) => sum + log, 0) / seeds;
    const error = deviation * Math.sqrt(1 / seeds + 1 / 60);
    expect(Math.abs(ours - mean) / error).toBeLessThan(4);
  });
});

describe('differential evolution on the sphere, as long as the specification follows it', () => {
  // specs/optimizers.md, A8: medians of 20 seeds. A logarithm's deviation is about 0.2, so that two medians differ by 0.08.
  it.each([
    [500, 2.9],
    [1000, 0.216],
    [2000, 0.001],
  ])('has after %d evaluations the median %d', (evaluations, median) => {
    const ours = medianOf(Array.from({ length: 20 }, (_, seed) => bestAfter(evaluations, {}, seed)));
    expect(Math.abs(Math.log10(ours / median))).toBeLessThan(0.3);
  });
});

function bestAfter(evaluations: number, options: JsonObject, seed: number): number {
  const optimizer = create(differentialEvolution, sphere(10), options, `sphere ${seed}`);
  let best = Infinity;
  for (let evaluation = 0; evaluation < evaluations; evaluation++) {
    const { suggestion } = optimizer.ask({ spent: 0, free: 1 }) as Extract<Ask, { kind: 'suggest' }>;
    const told = evaluate(suggestion, evaluation);
    best = Math.min(best, told.objectives[0] as number);
    void optimizer.tell({ evaluation, suggestion, ...told });
  }
  return best;
}
