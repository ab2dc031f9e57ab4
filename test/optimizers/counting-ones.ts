import countingOnes from '../../benchmarks/counting-ones/objective.js';
import { createRng, seedFrom } from '../../src/core/rng.js';
import type { Configuration, JsonObject } from '../../src/core/types.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';
import type { Ask, OptimizerDefinition, Problem } from '../../src/optimizers/optimizer.js';
import type { ObjectiveContext, ObjectiveResult } from '../../src/protocol/benchmark.js';
import type { Parameter } from '../../src/space/parameter.js';
import { createSearchSpace } from '../../src/space/space.js';
import { optionsOf } from './create.js';

export interface TrajectoryOptions {
  readonly d: number;
  readonly seed: number;
  /** Ascending, in evaluations at the highest level, each started from scratch. */
  readonly costs: readonly number[];
  readonly options?: JsonObject;
}

/** The incumbent's true normalised regret on counting ones at each cost, by one worker; rules as in the reference table. */
export function trajectory(
  definition: OptimizerDefinition,
  { d, seed, costs, options = {} }: TrajectoryOptions,
): number[] {
  const optimizer = definition.create(
    countingOnesProblem(d, costs),
    optionsOf(definition, options),
    createRng('trajectory', seed),
  );
  const curve: number[] = [];
  let [spent, largest, best, regret] = [0, 0, Infinity, Number.NaN];
  for (let evaluation = 0; curve.length < costs.length; evaluation++) {
    const { suggestion } = optimizer.ask({ spent: 0, free: 1 }) as Extract<Ask, { kind: 'suggest' }>;
    const samples = suggestion.fidelity['samples'] as number;
    while (spent + samples > (costs[curve.length] ?? Infinity) * MOST) curve.push(regret);
    const { loss, truth } = evaluate(suggestion.configuration, samples, seedFrom('counting', seed, suggestion.trial));
    spent += samples;
    if (samples > largest || (samples === largest && loss < best)) {
      [largest, best, regret] = [samples, loss, (truth + d) / d];
    }
    const outcome = { status: 'completed', cost: samples, metrics: { loss } } as const;
    void optimizer.tell({ evaluation, suggestion, outcome, objectives: [loss] });
  }
  return curve;
}

const MOST = 729;

/** Half of the d parameters binary, half continuous. */
function countingOnesProblem(d: number, costs: readonly number[]): Problem {
  const half = Array.from({ length: d / 2 }, (_, i) => i);
  const parameters: Parameter[] = [
    ...half.map((i): Parameter => ({ name: `cat_${i}`, type: 'categorical', choices: [0, 1] })),
    ...half.map((i): Parameter => ({ name: `float_${i}`, type: 'float', lower: 0, upper: 1 })),
  ];
  return {
    space: createSearchSpace({ parameters }),
    fidelities: createFidelitySpace([
      { name: 'samples', type: 'integer', lower: 9, upper: MOST, log: true, continuation: false, unit: 'samples' },
    ]),
    objectives: [{ name: 'loss', lower: -d, upper: 0 }],
    features: [],
    constraints: [],
    budget: { fullEvaluations: Math.max(...costs) },
    workers: 1,
  };
}

function evaluate(configuration: Configuration, samples: number, seed: number): { loss: number; truth: number } {
  const fidelity = { samples };
  const result = countingOnes.evaluate(configuration, fidelity, seed, '', {} as ObjectiveContext) as ObjectiveResult;
  return { loss: result.metrics['loss'] as number, truth: result.metrics['true_loss'] as number };
}
