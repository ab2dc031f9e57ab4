import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { Suggestion } from '../../src/core/types.js';
import dehb from '../../src/optimizers/dehb.js';
import type { Observation, Optimizer } from '../../src/optimizers/optimizer.js';
import { hyperbandPlan } from '../../src/optimizers/parts/hyperband-plan.js';
import { createSubPopulations } from '../../src/optimizers/parts/sub-populations.js';
import { createVariation, type VariationOptions } from '../../src/optimizers/parts/variation.js';
import { create, optionsOf } from './create.js';
import { cube, run, scrambled } from './dehb-on-a-cube.js';
import { landscape, suggestionsOf, type Drive } from './drive.js';
import { failing, perLevel, suggestion } from './hyperband-on-a-line.js';
import { problemFor, PROBLEMS } from './problems.js';

const by = ({ origin }: Suggestion): unknown => origin?.['by'];

describe('the populations of dehb', () => {
  const options: VariationOptions = {
    mutation: 'rand1',
    mutationFactor: 0.5,
    crossover: 'bin',
    crossoverRate: 0.5,
    boundary: 'random',
    encoding: 'canonical',
  };

  it.each([
    ['hpbandster', [81, 27, 9, 6, 5]],
    ['paper', [81, 34, 15, 8, 5]],
    ['synetune', [81, 34, 15, 8, 5]],
  ] as const)('are as large as the largest rung of their level, by the rule %s', (rule, sizes) => {
    const problem = cube(81);
    const plan = hyperbandPlan(problem.fidelities, { eta: 3, rule, refill: 'none' });
    const populations = createSubPopulations(plan, createVariation(problem.space, options, createRng('populations')));
    expect([...populations.keys()]).toEqual([1, 3, 9, 27, 81]);
    expect([...populations.values()].map(({ size }) => size)).toEqual(sizes);
    for (const population of populations.values()) {
      const slots = Array.from({ length: population.size + 1 }, () => population.nextSlot());
      expect(slots).toEqual([...Array.from({ length: population.size }, (_, slot) => slot), 0]);
    }
  });
});

describe('dehb and its brackets', () => {
  it('evaluates as many at each level as the table says, and nothing is continued', () => {
    const asks = suggestionsOf(run(cube(81), {}, { evaluations: 2 * 187 }));
    expect(perLevel(asks.slice(0, 187))).toEqual({
      1: 81,
      3: 27 + 27,
      9: 9 + 9 + 9,
      27: 3 + 3 + 3 + 6,
      81: 1 + 1 + 1 + 2 + 5,
    });
    expect(perLevel(asks.slice(187))).toEqual(perLevel(asks.slice(0, 187)));
    expect(asks.some(({ continues }) => continues !== undefined)).toBe(false);
  });

  it('promotes in the first cycle and evolves ever after, the very first rung included', () => {
    const asks = suggestionsOf(run(cube(27), {}, { evaluations: 200 }));
    for (const asked of asks) {
      const { bracket, rung } = asked.origin as { bracket: number; rung: number };
      expect(by(asked)).toBe(bracket < 4 && rung > 0 ? 'promotion' : 'offspring');
    }
    expect(by(asks[0] as Suggestion)).toBe('offspring');
  });

  it('promotes the best of the rung below under their own trials', () => {
    const asks = suggestionsOf(run(cube(27), {}, { evaluations: 40 }));
    const losses = asks.map((asked, evaluation) => scrambled(asked, evaluation).objectives[0] as number);
    const ranked = Array.from({ length: 27 }, (_, trial) => trial).sort((a, b) => (losses[a] ?? 0) - (losses[b] ?? 0));
    expect(asks.slice(27, 36).map(({ trial }) => trial)).toEqual(ranked.slice(0, 9));
  });

  it('cuts promotion short where many workers open brackets early, unless each bracket decides for itself', () => {
    const promotions = (promotion: string): number =>
      suggestionsOf(run(cube(27), { promotion }, { workers: 40, evaluations: 600 })).filter(
        (asked) => by(asked) === 'promotion',
      ).length;
    expect(promotions('global')).toBe(0);
    // Three rungs above the first of bracket 0, two of bracket 1, one of bracket 2.
    expect(promotions('bracket')).toBe(9 + 3 + 1 + (3 + 1) + 2);
  });

  it('warns of so many workers', () => {
    const warnings = (workers: number, promotion: string) =>
      dehb.warn?.({ ...cube(27), workers }, optionsOf(dehb, { promotion }));
    expect(warnings(40, 'global')).toEqual([expect.stringContaining('will hardly promote')]);
    expect([warnings(40, 'bracket'), warnings(12, 'global')]).toEqual([[], []]);
  });

  it('evaluates its random vectors first where it is told so', () => {
    const asks = suggestionsOf(run(cube(27), { initial: 'population' }, { evaluations: 100 }));
    expect(asks.slice(0, 27).every((asked) => by(asked) === 'random')).toBe(true);
    // Of level 3 the first bracket has taken all nine slots by promotions.
    expect(asks.slice(40, 49).map(by)).toEqual(new Array(9).fill('offspring'));
  });

  it('takes exactly one parameter from the mutant at CR = 0', () => {
    const asks = suggestionsOf(run(cube(27), { crossoverRate: 0 }, { evaluations: 400 }));
    const changes = asks
      .filter((asked) => by(asked) === 'offspring' && asked.origin?.['parent'] !== undefined)
      .map(({ configuration, origin }) => {
        const parent = asks.find(({ trial }) => trial === origin?.['parent'])?.configuration ?? {};
        return Object.keys(configuration).filter((name) => configuration[name] !== parent[name]).length;
      });
    // Related individuals share values: a mutant may have its target's.
    expect(new Set(changes)).toEqual(new Set([0, 1]));
    expect(changes.filter((count) => count === 1).length).toBeGreaterThan(0.9 * changes.length);
    expect(changes.length).toBeGreaterThan(150);
  });

  it('waits for what is outstanding once its cycles are used up, and then is done', () => {
    const events = run(cube(9), { cycles: 2 }, { workers: 5, evaluations: 1e4 });
    const kinds = events.flatMap((event) => (event.kind === 'ask' ? [event.answer.kind] : []));
    expect(kinds.filter((kind) => kind === 'suggest')).toHaveLength(2 * (9 + 3 + 1 + 3 + 1 + 3));
    expect(kinds).toContain('wait');
    expect(kinds.at(-1)).toBe('done');
  });

  it('keeps its rungs within the sizes given', () => {
    const options = { cycles: 1, minimumSize: 4, maximumSize: 20 };
    const asks = suggestionsOf(run(cube(27), options, { evaluations: 1e4 }));
    expect(perLevel(asks)).toEqual({ 1: 20, 3: 9 + 9, 9: 4 + 4 + 6, 27: 4 + 4 + 4 + 4 });
  });
});

describe('dehb, when evaluations fail', () => {
  it('counts their slots as done, and lets them lose', () => {
    const every3rd: Drive['evaluate'] = (asked, evaluation) =>
      (evaluation % 3 === 0 ? failing : scrambled)(asked, evaluation);
    const asks = suggestionsOf(run(cube(27), {}, { evaluate: every3rd, evaluations: 69 }));
    expect(perLevel(asks.slice(0, 65))).toEqual({ 1: 27, 3: 9 + 9, 9: 3 + 3 + 6, 27: 1 + 1 + 2 + 4 });
    for (const { trial } of asks.slice(27, 36)) expect(trial % 3).not.toBe(0);
  });

  it('evolves where nobody can be promoted', () => {
    const asks = suggestionsOf(run(cube(27), {}, { evaluate: failing, evaluations: 65 }));
    expect(new Set(asks.map(by))).toEqual(new Set(['offspring']));
    expect(perLevel(asks)).toEqual({ 1: 27, 3: 9 + 9, 9: 3 + 3 + 6, 27: 1 + 1 + 2 + 4 });
  });
});

describe('dehb and earlier observations', () => {
  it('puts the best of a level into its population, to be promoted', () => {
    const problem = cube(9);
    const before = run(problem, {}, { evaluations: 30 });
    const observations: Observation[] = before.flatMap((event) => (event.kind === 'tell' ? [event.observation] : []));
    const low = observations.filter(({ suggestion: { fidelity } }) => fidelity['epochs'] === 1);
    const [best] = [...low].sort((a, b) => (a.objectives[0] as number) - (b.objectives[0] as number));
    // Nothing of the first rung comes near.
    const bad: Drive['evaluate'] = () => ({
      outcome: { status: 'completed', cost: 1, metrics: { error: 1e6 } },
      objectives: [1e6],
    });
    const asks = suggestionsOf(run({ ...problem, observations }, {}, { evaluate: bad, evaluations: 12 }));
    const promoted = asks[9] as Suggestion;
    expect(promoted.origin).toMatchObject({ by: 'promotion', rung: 1 });
    for (const [name, value] of Object.entries(best?.suggestion.configuration ?? {})) {
      expect(promoted.configuration[name]).toBeCloseTo(value as number, 12);
    }
    expect(promoted.trial).toBe(9);
  });
});

describe('dehb in parallel', () => {
  it('gives a configuration that is promoted twice to the same level another trial', () => {
    const optimizer: Optimizer = create(dehb, cube(9));
    const asked: Suggestion[] = [];
    const ask = (): Suggestion => {
      const next = suggestion(optimizer.ask({ spent: 0, free: 1 }));
      asked.push(next);
      return next;
    };
    const tell = (evaluation: number, error: number): void => {
      const outcome = { status: 'completed', cost: 1, metrics: { error } } as const;
      void optimizer.tell({ evaluation, suggestion: asked[evaluation] as Suggestion, outcome, objectives: [error] });
    };
    for (let evaluation = 0; evaluation < 9; evaluation++) {
      ask();
      tell(evaluation, 9);
    }
    // Three of bracket 0 at level 3, then three of bracket 1, which end first and better.
    for (let evaluation = 9; evaluation < 15; evaluation++) ask();
    for (let evaluation = 12; evaluation < 15; evaluation++) tell(evaluation, evaluation - 11);
    const first = ask();
    expect(first).toMatchObject({ trial: (asked[12] as Suggestion).trial, origin: { bracket: 1, by: 'promotion' } });
    for (let evaluation = 9; evaluation < 12; evaluation++) tell(evaluation, 8);
    const second = ask();
    expect(second.configuration).toEqual(first.configuration);
    expect(second.fidelity).toEqual(first.fidelity);
    expect(second.origin).toMatchObject({ bracket: 0, by: 'promotion', parent: first.trial });
    expect(second.trial).toBeGreaterThan(Math.max(...asked.slice(0, -1).map(({ trial }) => trial)));
  });

  it('bears spaces with conditions and forbidden clauses in both encodings', () => {
    const problem = problemFor(dehb, PROBLEMS.mixed);
    for (const encoding of ['canonical', 'reference']) {
      const events = run(problem, { encoding, mutation: 'rand2' }, { workers: 6, evaluate: landscape(problem) });
      for (const { configuration } of suggestionsOf(events)) expect(problem.space.check(configuration)).toEqual([]);
    }
  });
});
