import countingOnes from '../../benchmarks/counting-ones/objective.js';
import { createRng, seedFrom } from '../../src/core/rng.js';
import type { Completed, Configuration, JsonObject, Metrics, Suggestion } from '../../src/core/types.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';
import type { Ask, OptimizerDefinition, Problem } from '../../src/optimizers/optimizer.js';
import type { ObjectiveContext, ObjectiveResult } from '../../src/protocol/benchmark.js';
import type { Arrival, Pending } from '../../src/runner/clocks/clock.js';
import { virtualClock } from '../../src/runner/clocks/virtual.js';
import type { Parameter } from '../../src/space/parameter.js';
import { createSearchSpace } from '../../src/space/space.js';
import { optionsOf } from './create.js';
import { durationNoise } from './duration-noise.js';

export interface RunOptions {
  readonly d: number;
  readonly seed: number;
  /** Ascending, in evaluations at the highest level, each started from scratch. */
  readonly costs: readonly number[];
  readonly options?: JsonObject;
  /** One by default. Of several, a cost is what they have had together, and durations are noisy. */
  readonly workers?: number;
}

/** What there is at a cost. */
export interface Standing {
  /** The incumbent's true normalised regret. */
  readonly regret: number;
  /** How many evaluations have ended, by level from the lowest. */
  readonly ended: readonly number[];
}

/** The incumbent's true normalised regret on counting ones at each cost; rules as in the reference table. */
export function trajectory(definition: OptimizerDefinition, options: RunOptions): number[] {
  return countingOnesRun(definition, options).map(({ regret }) => regret);
}

/** A run on counting ones, on the suite's virtual clock: what there is at each cost. */
export function countingOnesRun(
  definition: OptimizerDefinition,
  { d, seed, costs, options = {}, workers = 1 }: RunOptions,
): Standing[] {
  const problem = countingOnesProblem(d, costs, workers);
  const optimizer = definition.create(problem, optionsOf(definition, options), createRng('trajectory', seed));
  const [clock, noise] = [virtualClock(), durationNoise(seed)];
  const standings: Standing[] = [];
  const ended = LEVELS.map(() => 0);
  let [largest, best, regret, started, free] = [0, Infinity, Number.NaN, 0, workers];

  function start(suggestion: Suggestion): void {
    const samples = suggestion.fidelity['samples'] as number;
    const metrics = evaluate(suggestion.configuration, samples, seedFrom('counting', seed, suggestion.trial));
    const cost = samples * (workers === 1 ? 1 : noise());
    const pending: Pending = { evaluation: started++, suggestion, worker: 0, start: clock.now(), seed };
    clock.expect(pending, { outcome: { status: 'completed', cost, metrics } });
    free--;
  }

  function end({ pending: { evaluation, suggestion }, outcome }: Arrival): void {
    const samples = suggestion.fidelity['samples'] as number;
    const { metrics } = outcome as Completed;
    const [loss, truth] = [metrics['loss'] as number, metrics['true_loss'] as number];
    (ended[LEVELS.indexOf(samples)] as number)++;
    if (samples > largest || (samples === largest && loss < best)) {
      [largest, best, regret] = [samples, loss, (truth + d) / d];
    }
    void optimizer.tell({ evaluation, suggestion, outcome, objectives: [loss] });
    free++;
  }

  for (;;) {
    while (free > 0) start((optimizer.ask({ spent: 0, free }) as Extract<Ask, { kind: 'suggest' }>).suggestion);
    const arrival = clock.next(Infinity) as Arrival;
    while (arrival.at * workers > (costs[standings.length] ?? Infinity) * MOST) {
      standings.push({ regret, ended: [...ended] });
    }
    if (standings.length === costs.length) return standings;
    end(arrival);
  }
}

/** The levels of the reference: 9 to 729, eta 3. */
export const LEVELS: readonly number[] = [9, 27, 81, 243, 729];

const MOST = 729;

/** Half of the d parameters binary, half continuous. */
function countingOnesProblem(d: number, costs: readonly number[], workers: number): Problem {
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
    workers,
  };
}

function evaluate(configuration: Configuration, samples: number, seed: number): Metrics {
  return (countingOnes.evaluate(configuration, { samples }, seed, '', {} as ObjectiveContext) as ObjectiveResult)
    .metrics;
}
