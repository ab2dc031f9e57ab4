import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/core/json.js';
import { createRng } from '../../src/core/rng.js';
import type { JsonObject, Suggestion } from '../../src/core/types.js';
import agingEvolution from '../../src/optimizers/aging-evolution.js';
import type { Problem } from '../../src/optimizers/optimizer.js';
import { createTournamentPopulation } from '../../src/optimizers/parts/tournament.js';
import { finalAccuracy, PUBLISHED } from './bit-strings.js';
import { create, optionsOf } from './create.js';
import { drive, landscape, suggestionsOf, type Drive } from './drive.js';
import { failing } from './hyperband-on-a-line.js';
import { problemFor, PROBLEMS } from './problems.js';

const MIXED = problemFor(agingEvolution, PROBLEMS.mixed);

function run(options: JsonObject, more: Partial<Drive> = {}, problem: Problem = MIXED): Suggestion[] {
  const optimizer = create(agingEvolution, problem, options);
  return suggestionsOf(drive(optimizer, { workers: 1, evaluations: 300, evaluate: landscape(problem), ...more }));
}
const parentOf = ({ origin }: Suggestion): number => origin?.['parent'] as number;

/** Every evaluation is as good as any other. */
const constant: Drive['evaluate'] = landscape(MIXED, { transform: () => 1 });

describe('aging evolution', () => {
  it('draws its population at random, then mutates one parameter of a parent', () => {
    const asks = run({ populationSize: 20, sampleSize: 5 });
    expect(asks.slice(0, 20).every(({ origin }) => origin?.['by'] === 'random')).toBe(true);
    for (const { configuration, origin } of asks.slice(20)) {
      expect(origin?.['by']).toBe('mutation');
      const parent = (asks[origin?.['parent'] as number] as Suggestion).configuration;
      const shared = Object.keys(parent).filter((name) => name in configuration);
      expect(shared.filter((name) => parent[name] !== configuration[name])).toHaveLength(1);
    }
  });

  it('has the last P evaluations as its population, whatever they were worth', () => {
    const [P, cycles] = [15, 1500];
    for (const evaluate of [constant, failing]) {
      const ages = run({ populationSize: P, sampleSize: 1 }, { evaluate, evaluations: cycles })
        .slice(P)
        .map((suggestion) => suggestion.trial - parentOf(suggestion));
      expect(Math.min(...ages)).toBe(1);
      expect(Math.max(...ages)).toBe(P);
      expect(new Set(ages).size).toBe(P);
    }
  });

  it('makes the best of the window the parent where P = S', () => {
    const P = 12;
    const evaluate = landscape(MIXED, { failures: 0.2 });
    const asks = run({ populationSize: P, sampleSize: P, replacement: false }, { evaluate });
    const losses = asks.map((asked, evaluation) => evaluate(asked, evaluation).objectives[0] ?? Infinity);
    for (const suggestion of asks.slice(P)) {
      const window = losses.slice(suggestion.trial - P, suggestion.trial);
      expect(losses[parentOf(suggestion)]).toBe(Math.min(...window));
    }
  });

  it('lets failures age: they neither stay nor become parents while there are others', () => {
    const evaluate: Drive['evaluate'] = (asked, evaluation) =>
      (evaluation % 3 === 0 ? failing : landscape(MIXED))(asked, evaluation);
    const options = { populationSize: 9, sampleSize: 9, replacement: false };
    for (const suggestion of run(options, { evaluate }).slice(9)) {
      expect(parentOf(suggestion) % 3).not.toBe(0);
      expect(suggestion.trial - parentOf(suggestion)).toBeLessThanOrEqual(9);
    }
  });

  it('keeps the best where the worst leaves instead of the oldest', () => {
    const evaluate = landscape(MIXED);
    const asks = run({ populationSize: 10, sampleSize: 10, replacement: false, removal: 'worst' }, { evaluate });
    const losses = asks.map((asked, evaluation) => evaluate(asked, evaluation).objectives[0] as number);
    for (const suggestion of asks.slice(10)) {
      expect(losses[parentOf(suggestion)]).toBe(Math.min(...losses.slice(0, suggestion.trial)));
    }
  });

  it('never waits, however many workers there are', () => {
    const optimizer = create(agingEvolution, MIXED, { populationSize: 5 });
    const events = drive(optimizer, { workers: 40, evaluations: 200, evaluate: landscape(MIXED) });
    expect(suggestionsOf(events)).toHaveLength(200);
    expect(events.some((event) => event.kind === 'ask' && event.answer.kind !== 'suggest')).toBe(false);
  });

  it('starts from earlier observations and draws only the rest at random', () => {
    const optimizer = create(agingEvolution, MIXED);
    const events = drive(optimizer, { workers: 1, evaluations: 12, evaluate: landscape(MIXED) });
    const observations = events.flatMap((event) => (event.kind === 'tell' ? [event.observation] : []));
    const warm = { ...MIXED, observations };
    const asks = run({ populationSize: 20, sampleSize: 20, replacement: false, removal: 'worst' }, {}, warm);
    expect(asks.slice(0, 9).map(({ origin }) => origin?.['by'])).toEqual([
      ...new Array<string>(8).fill('random'),
      'mutation',
    ]);
  });

  it('warns of a budget that ends with the first population', () => {
    const warnings = (budget: Problem['budget'], populationSize: number): readonly string[] =>
      agingEvolution.warn?.({ ...MIXED, budget }, optionsOf(agingEvolution, { populationSize })) ?? [];
    expect(warnings({ fullEvaluations: 100 }, 100)).toEqual([
      'its first population of 100 is drawn at random and takes the whole budget (populationSize)',
    ]);
    expect(warnings({ fullEvaluations: 100, evaluations: 20 }, 20)).toHaveLength(1);
    expect(warnings({ fullEvaluations: 100 }, 20)).toEqual([]);
    expect(warnings({ seconds: 1 }, 1000)).toEqual([]);
  });

  it('asks for random configurations where nothing can be mutated', () => {
    const point = problemFor(agingEvolution, PROBLEMS['a single point']);
    const asks = run({ populationSize: 3, sampleSize: 2 }, { evaluate: landscape(point), evaluations: 10 }, point);
    expect(new Set(asks.map(({ configuration }) => canonical(configuration))).size).toBe(1);
  });
});

describe('a tournament population', () => {
  const at = (loss: number, trial: number) => ({ configuration: {}, loss, trial });
  const population = (removal: 'oldest' | 'worst-of-sample' | 'worst') =>
    createTournamentPopulation({ populationSize: 3, sampleSize: 3, replacement: false, removal }, createRng(1));
  const trials = (members: ReturnType<typeof population>) =>
    members
      .sample()
      .map(({ trial }) => trial)
      .sort();

  it.each([
    ['oldest', [1, 2, 3]],
    ['worst', [0, 2, 3]],
    ['worst-of-sample', [0, 1, 3]],
  ] as const)('lets the %s leave', (removal, left) => {
    const members = population(removal);
    const [first, worst, third] = [at(1, 0), at(9, 1), at(3, 2)];
    for (const member of [first, worst, third]) members.add(member, []);
    members.add(at(2, 3), [first, third]);
    expect(trials(members)).toEqual(left);
  });

  it('lets the oldest leave where the whole sample has left before', () => {
    const members = population('worst-of-sample');
    for (let trial = 0; trial < 3; trial++) members.add(at(trial, trial), []);
    members.add(at(5, 3), [at(8, 99)]);
    expect(trials(members)).toEqual([1, 2, 3]);
  });

  it('gives the first of equally good ones', () => {
    const members = population('oldest');
    expect(members.best([at(2, 7), at(1, 5), at(1, 3)]).trial).toBe(5);
  });
});

describe('on strings of bits', () => {
  // The longer ones are for `npm run validate`.
  const short = PUBLISHED.filter(({ cycles }) => cycles <= 5000);

  it.each(short)(
    'with $bits bits, noise $noise, $cycles cycles, aging and the other come to what is published',
    (row) => {
      for (const removal of ['oldest', 'worst'] as const) {
        const runs = Array.from({ length: 10 }, (_, seed) => finalAccuracy(row, removal, seed));
        const mean = runs.reduce((sum, each) => sum + each, 0) / runs.length;
        const variance = runs.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (runs.length - 1);
        // Theirs has the error of 40 runs, ours of 10.
        const error = Math.sqrt(variance / 40 + variance / 10);
        expect(Math.abs(mean - row[removal]), `${removal}: ${mean}`).toBeLessThan(0.005 + 4 * error);
      }
    },
  );
});
