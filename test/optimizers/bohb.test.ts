import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { compileSchema } from '../../src/core/schema.js';
import type { Configuration, JsonObject, Suggestion } from '../../src/core/types.js';
import bohb from '../../src/optimizers/bohb.js';
import hyperband from '../../src/optimizers/hyperband.js';
import type { Observation, Optimizer, OptimizerDefinition } from '../../src/optimizers/optimizer.js';
import { drive, landscape, suggestionsOf, type Drive } from './drive.js';
import { EPOCHS, problemFor, PROBLEMS, type ProblemSource } from './problems.js';

const PLANE: ProblemSource = {
  space: {
    parameters: [
      { name: 'x', type: 'float', lower: 0, upper: 1 },
      { name: 'y', type: 'float', lower: 0, upper: 1 },
    ],
  },
  fidelities: [{ ...EPOCHS, upper: 9 }],
};

function create<Options extends JsonObject>(
  definition: OptimizerDefinition<Options>,
  source: ProblemSource,
  given: JsonObject = {},
  observations: readonly Observation[] = [],
): Optimizer {
  const options = structuredClone(given) as Options;
  compileSchema(definition.options).fill(options);
  const problem = problemFor(definition, source, { observations });
  return definition.create(problem, options, createRng('bohb', 0));
}

/** The loss is the distance from (0.3, 0.3). */
const valley: Drive['evaluate'] = ({ configuration }) => {
  const [x, y] = ['x', 'y'].map((name) => (configuration[name] as number) - 0.3) as [number, number];
  const error = Math.hypot(x, y);
  return { outcome: { status: 'completed', cost: 1, metrics: { error } }, objectives: [error] };
};
const failing: Drive['evaluate'] = () => ({
  outcome: { status: 'failed', cost: 1, code: 'objective-failed', message: 'made to fail' },
  objectives: [],
});

function asks(optimizer: Optimizer, more: Partial<Drive> = {}): Suggestion[] {
  return suggestionsOf(drive(optimizer, { workers: 1, evaluations: 150, evaluate: valley, ...more }));
}

const by = ({ origin }: Suggestion): unknown => origin?.['by'];
const rung = ({ origin }: Suggestion): unknown => origin?.['rung'];

describe('bohb', () => {
  it('with a random fraction of one is Hyperband, to the last configuration', () => {
    for (const source of [PLANE, PROBLEMS.mixed, PROBLEMS['two axes']]) {
      for (const rule of ['paper', 'hpbandster', 'synetune']) {
        const problem = problemFor(hyperband, source);
        const run = { workers: 3, evaluate: landscape(problem, { failures: 0.1 }) };
        const plain = asks(create(hyperband, source, { rule }), run);
        const random = asks(create(bohb, source, { rule, random_fraction: 1 }), run);
        const bare = ({ trial, configuration, fidelity, continues }: Suggestion): unknown[] => [
          trial,
          configuration,
          fidelity,
          continues,
        ];
        expect(random.map(bare)).toEqual(plain.map(bare));
        expect(new Set(random.map(by))).toEqual(new Set(['random']));
      }
    }
  });

  it('uses a model from 2 (d + 1) results on one level on, and of the highest level that has one', () => {
    const told = asks(create(bohb, PLANE, { random_fraction: 0 }));
    // Nine at level 1 make a model; three at level 3 do not, nor do those of the next brackets for a while.
    const fresh = told.filter(
      (asked, index) => rung(asked) === 0 || told.findIndex(({ trial }) => trial === asked.trial) === index,
    );
    const perLevel = new Map<number, number>();
    let highest = 0;
    for (const asked of told) {
      if (fresh.includes(asked)) {
        expect(by(asked)).toBe(highest === 0 ? 'random' : 'model');
        if (highest > 0) expect(asked.origin?.['modelLevel']).toBe(highest);
      }
      const level = asked.fidelity['epochs'] as number;
      if (level >= highest) perLevel.set(level, (perLevel.get(level) ?? 0) + 1);
      if ((perLevel.get(level) ?? 0) >= 6) highest = Math.max(highest, level);
    }
    expect(highest).toBe(9);
    expect(told.slice(0, 6).map(by)).toEqual(Array.from({ length: 6 }, () => 'random'));
    expect(by(told[6] as Suggestion)).toBe('model');
  });

  it('says of a promoted configuration where it once came from', () => {
    const told = asks(create(bohb, PLANE, { random_fraction: 0 }));
    for (const asked of told) expect(by(asked)).toBe(by(told.find(({ trial }) => trial === asked.trial) as Suggestion));
  });

  it('draws a share of configurations at random although there is a model', () => {
    const told = asks(create(bohb, PLANE), { evaluations: 1000 });
    const first = told.filter((asked, index) => index > 20 && rung(asked) === 0);
    const share = first.filter((asked) => by(asked) === 'random').length / first.length;
    expect(Math.abs(share - 1 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / first.length));
  });

  it('goes where losses are small', () => {
    const told = asks(create(bohb, PLANE), { evaluations: 300 }).slice(150);
    const distance = (kind: string): number => {
      const losses = told
        .filter((asked) => by(asked) === kind && rung(asked) === 0)
        .map((asked) => valley(asked, 0).objectives[0] as number);
      return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    };
    expect(distance('model')).toBeLessThan(distance('random') / 2);
  });

  it('needs no more than failures for a model, and stays legal', () => {
    const told = asks(create(bohb, PLANE, { random_fraction: 0 }), { evaluate: failing });
    expect(told.slice(-20).map(by)).toEqual(Array.from({ length: 20 }, () => 'model'));
  });

  it('learns from earlier observations, failures among them', () => {
    const problem = problemFor(bohb, PLANE);
    const rng = createRng('earlier');
    const observations = Array.from({ length: 12 }, (_, evaluation): Observation => {
      const suggestion = { trial: evaluation, configuration: problem.space.sample(rng), fidelity: { epochs: 9 } };
      return { evaluation, suggestion, ...(evaluation < 3 ? failing : valley)(suggestion, evaluation) };
    });
    const [first] = asks(create(bohb, PLANE, { random_fraction: 0 }, observations), { evaluations: 1 });
    expect(first?.origin).toEqual({ bracket: 0, s: 2, rung: 0, by: 'model', modelLevel: 9 });
  });

  it('draws from the space what the model may not propose', () => {
    const source: ProblemSource = {
      ...PLANE,
      space: { ...PLANE.space, forbidden: [{ left: 'x', relation: 'greater', right: 'y' }] },
    };
    const told = asks(create(bohb, source, { random_fraction: 0 }), { evaluations: 400 });
    const fresh = told.filter((asked, index) => index > 9 && rung(asked) === 0);
    expect(new Set(fresh.map(by))).toEqual(new Set(['model', 'random']));
    const { space } = problemFor(bohb, source);
    for (const { configuration } of told) expect(space.check(configuration)).toEqual([]);
  });

  it('models conditional parameters by imputation', () => {
    const source: ProblemSource = {
      space: {
        parameters: [
          { name: 'kind', type: 'categorical', choices: ['a', 'b'] },
          { name: 'depth', type: 'integer', lower: 1, upper: 9 },
          { name: 'only', type: 'constant', value: 1 },
        ],
        conditions: [{ child: 'depth', when: { parameter: 'kind', equals: 'b' } }],
      },
      fidelities: PLANE.fidelities,
    };
    const error = ({ kind, depth }: Configuration): number => (kind === 'b' ? Math.abs((depth as number) - 7) : 5);
    for (const variant of ['reference', 'fixed']) {
      const told = asks(create(bohb, source, { variant }), {
        evaluations: 600,
        evaluate: ({ configuration }) => ({
          outcome: { status: 'completed', cost: 1, metrics: { error: error(configuration) } },
          objectives: [error(configuration)],
        }),
      });
      const late = told.slice(300).filter((asked) => by(asked) === 'model' && rung(asked) === 0);
      expect(late.length).toBeGreaterThan(50);
      const mean = late.reduce((sum, { configuration }) => sum + error(configuration), 0) / late.length;
      // Of random ones, half of 5 and half of 2.67.
      expect(mean).toBeLessThan(2.5);
    }
  });

  it('warns of workers that begin at random because a model needs fewer results than they are', () => {
    const warnings = (workers: number): readonly string[] => {
      const options = {};
      compileSchema(bohb.options).fill(options);
      const problem = { ...problemFor(bohb, PLANE), workers };
      return (bohb as unknown as OptimizerDefinition).warn?.(problem, options) ?? [];
    };
    expect(warnings(6)).toEqual([]);
    expect(warnings(7)).toEqual([
      'a model needs 6 results of one level: with 7 workers as many configurations are drawn at random before there is one',
    ]);
    expect(warnings(64)).toHaveLength(2);
  });

  it('needs at least d + 1 points, whatever it is told', () => {
    const few = asks(create(bohb, PLANE, { min_points_in_model: 1, random_fraction: 0 }));
    expect(few).toEqual(asks(create(bohb, PLANE, { random_fraction: 0 })));
    const many = asks(create(bohb, PLANE, { min_points_in_model: 50, random_fraction: 0 }), { evaluations: 90 });
    expect(new Set(many.map(by))).toEqual(new Set(['random']));
  });
});
