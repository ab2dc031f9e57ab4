import { describe, expect, it } from 'vitest';
import type { Configuration, JsonObject, Suggestion } from '../../src/core/types.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';
import localSearch from '../../src/optimizers/local-search.js';
import type { Optimizer, Problem } from '../../src/optimizers/optimizer.js';
import { createSearchSpace } from '../../src/space/space.js';
import { create } from './create.js';
import { drive, suggestionsOf, type Drive, type Event } from './drive.js';
import { failing, suggestion } from './hyperband-on-a-line.js';

const D = 6;
/** D bits; the loss is how many are 0, and a trap: no ones at all is nearly as good as all of them. */
const BITS: Problem = {
  space: createSearchSpace({
    parameters: Array.from({ length: D }, (_, i) => ({
      name: `bit_${i}`,
      type: 'categorical' as const,
      choices: [0, 1],
    })),
  }),
  fidelities: createFidelitySpace([]),
  objectives: [{ name: 'loss' }],
  features: [],
  constraints: [],
  budget: { evaluations: 300 },
  workers: 1,
};

const ones = (configuration: Configuration): number =>
  Object.values(configuration).reduce<number>((sum, bit) => sum + (bit as number), 0);
const lossOf = (configuration: Configuration): number => (ones(configuration) === 0 ? 0.5 : D - ones(configuration));
const evaluate: Drive['evaluate'] = ({ configuration }) => {
  const loss = lossOf(configuration);
  return { outcome: { status: 'completed', cost: 1, metrics: { loss } }, objectives: [loss] };
};

const run = (options: JsonObject, more: Partial<Drive> = {}, problem = BITS, seed = 0): Event[] =>
  drive(create(localSearch, problem, options, seed), { workers: 1, evaluations: 200, evaluate, ...more });
const by = ({ origin }: Suggestion): unknown => origin?.['by'];
const parentOf = ({ origin }: Suggestion): number => origin?.['parent'] as number;

describe('local search', () => {
  it('asks for neighbours of its centre, which is the best since the start', () => {
    const asks = suggestionsOf(run({}));
    let centre = 0;
    for (const asked of asks) {
      if (by(asked) === 'random') {
        centre = asked.trial;
        continue;
      }
      expect(parentOf(asked)).toBe(centre);
      const from = (asks[centre] as Suggestion).configuration;
      expect(Object.keys(from).filter((name) => from[name] !== asked.configuration[name])).toHaveLength(1);
      if (lossOf(asked.configuration) < lossOf(from)) centre = asked.trial;
    }
    expect(asks.filter((asked) => by(asked) === 'random').length).toBeGreaterThan(3);
  });

  it('starts anew only where no neighbour is better, and all were asked for', () => {
    const asks = suggestionsOf(run({}));
    const starts = asks.filter((asked) => by(asked) === 'random').slice(1);
    for (const { trial } of starts) {
      const last = asks.slice(trial - D, trial);
      expect(new Set(last.map(parentOf)).size).toBe(1);
      const centre = lossOf((asks[parentOf(asks[trial - 1] as Suggestion)] as Suggestion).configuration);
      expect([0, 0.5]).toContain(centre);
      for (const { configuration } of last) expect(lossOf(configuration)).toBeGreaterThan(centre);
    }
  });

  it('evaluates all neighbours and moves to the best where acceptance is best', () => {
    const asks = suggestionsOf(run({ acceptance: 'best' }, { evaluations: 1 + 3 * D }));
    for (let move = 0; move < 2; move++) {
      const around = asks.slice(1 + move * D, 1 + (move + 1) * D);
      expect(new Set(around.map(parentOf)).size).toBe(1);
      const best = Math.min(...around.map(({ configuration }) => lossOf(configuration)));
      const next = asks[1 + (move + 1) * D] as Suggestion;
      expect(lossOf((asks[parentOf(next)] as Suggestion).configuration)).toBe(best);
    }
  });

  it('starts from the best of several random configurations where it is told so', () => {
    const asks = suggestionsOf(run({ initial: 7 }, { evaluations: 8 }));
    expect(asks.map(by)).toEqual([...new Array<string>(7).fill('random'), 'neighbour']);
    const losses = asks.slice(0, 7).map(({ configuration }) => lossOf(configuration));
    expect(parentOf(asks[7] as Suggestion)).toBe(losses.indexOf(Math.min(...losses)));
  });

  it('perturbs the best optimum since the last random start, or starts anew with the probability given', () => {
    const asks = suggestionsOf(run({ restart: 'perturb', restartProbability: 0, perturbations: 2 }));
    expect(asks.filter((asked) => by(asked) === 'random')).toHaveLength(1);
    const perturbed = asks.filter((asked) => by(asked) === 'perturbation');
    expect(perturbed.length).toBeGreaterThan(3);
    let home = Infinity;
    for (const asked of perturbed) {
      const from = (asks[parentOf(asked)] as Suggestion).configuration;
      expect(lossOf(from)).toBeLessThanOrEqual(home);
      home = lossOf(from);
      const changed = Object.keys(from).filter((name) => from[name] !== asked.configuration[name]);
      expect([0, 2]).toContain(changed.length);
    }
    const anew = suggestionsOf(run({ restart: 'perturb', restartProbability: 1 }));
    expect(anew.some((asked) => by(asked) === 'perturbation')).toBe(false);
  });

  it('draws another start where one has failed', () => {
    const events = run(
      {},
      { evaluate: (asked, evaluation) => (evaluation < 5 ? failing : evaluate)(asked, evaluation) },
    );
    expect(suggestionsOf(events).slice(0, 7).map(by)).toEqual([...new Array<string>(6).fill('random'), 'neighbour']);
    expect(suggestionsOf(run({}, { evaluate: failing })).every((asked) => by(asked) === 'random')).toBe(true);
  });

  it('gives several workers neighbours of one centre; late answers of an old one decide nothing', () => {
    const optimizer: Optimizer = create(localSearch, BITS);
    const now = { spent: 0, free: 1 };
    const tell = (asked: Suggestion, evaluation: number, loss: number): void => {
      const outcome = { status: 'completed', cost: 1, metrics: { loss } } as const;
      void optimizer.tell({ evaluation, suggestion: asked, outcome, objectives: [loss] });
    };
    const start = suggestion(optimizer.ask(now));
    expect(optimizer.ask(now)).toEqual({ kind: 'wait' });
    tell(start, 0, 9);
    const round = Array.from({ length: D }, () => suggestion(optimizer.ask(now)));
    expect(round.map(parentOf)).toEqual(new Array(D).fill(0));
    expect(optimizer.ask(now)).toEqual({ kind: 'wait' });
    tell(round[3] as Suggestion, 4, 5);
    expect(parentOf(suggestion(optimizer.ask(now)))).toBe(4);
    tell(round[0] as Suggestion, 1, 1);
    expect(parentOf(suggestion(optimizer.ask(now)))).toBe(4);
  });

  it('starts from the best earlier observation', () => {
    const observations = run({}).flatMap((event) => (event.kind === 'tell' ? [event.observation] : []));
    const best = observations.find(({ objectives }) => objectives[0] === 0)?.suggestion.configuration as Configuration;
    const [first] = suggestionsOf(run({}, { evaluations: 1 }, { ...BITS, observations })) as [Suggestion];
    expect(first.origin).toEqual({ by: 'neighbour' });
    expect(Object.keys(best).filter((name) => best[name] !== first.configuration[name])).toHaveLength(1);
  });
});
