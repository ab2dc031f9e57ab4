import type { Rng } from '../core/rng.js';
import type { Suggestion } from '../core/types.js';
import type { SearchSpace } from '../space/space.js';
import type { Ask, Observation, Optimizer, OptimizerDefinition, Problem } from './optimizer.js';
import { defaultPopulation } from './parts/cma-constants.js';
import { createCmaRun, type CmaBoundary, type CmaRun, type Individual } from './parts/cma-run.js';
import { CMA_TOLERANCES, type CmaTolerances } from './parts/cma-stop.js';
import { createFullFidelity } from './parts/full-fidelity.js';
import { idleWarnings } from './parts/idle-warnings.js';
import { lossOf } from './parts/loss.js';
import { observationsAt } from './parts/observations-at.js';
import { createPending } from './parts/pending.js';

interface CmaEsOptions extends CmaTolerances {
  readonly populationSize?: number;
  readonly sigma: number;
  readonly start: 'best' | 'middle' | 'uniform';
  readonly restarts: 'ipop' | 'same' | 'none';
  readonly integers: 'rounded' | 'margin';
  readonly boundary: CmaBoundary;
}

const cmaEs: OptimizerDefinition<CmaEsOptions> = {
  name: 'cma-es',
  source:
    'Hansen, Ostermeier. Evol. Comput. 9 (2001); Auger, Hansen. A restart CMA-ES with increasing population. CEC 2005',
  summary: 'Evolution of a normal distribution over the unit cube, always at the highest fidelity.',
  supports: {
    objectives: 'one',
    fidelities: 'none',
    features: false,
    // Categories have no order.
    parameters: ['float', 'integer', 'ordinal', 'constant'],
  },
  invariance: () => 'rank',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      populationSize: { type: 'integer', minimum: 4, description: '4 + floor(3 ln d) by default.' },
      sigma: { type: 'number', exclusiveMinimum: 0, default: 0.3, description: 'First step size in the unit cube.' },
      start: {
        type: 'string',
        enum: ['best', 'middle', 'uniform'],
        default: 'best',
        description: 'First mean: the best earlier observation (the middle if there is none), the middle, or random.',
      },
      restarts: {
        type: 'string',
        enum: ['ipop', 'same', 'none'],
        default: 'ipop',
        description:
          'What follows a run that has converged, from a random mean: twice the population, the same, nothing.',
      },
      integers: {
        type: 'string',
        enum: ['rounded', 'margin'],
        default: 'rounded',
        description:
          'Integers and ordinals: rounded where they are evaluated, or with a margin of probability for their neighbours (CMA-ES with margin).',
      },
      boundary: {
        type: 'string',
        enum: ['transformed', 'resampled'],
        default: 'transformed',
        description:
          'Points outside of the bounds: each stands for one inside, so that an optimum on a bound can be narrowed down on ' +
          '(BoundTransform of pycma 4.5.0), or they are drawn again (cmaes 0.13.1).',
      },
      ...CMA_TOLERANCES,
    },
  },
  create(problem, options, rng) {
    const { space } = problem;
    // A space of one configuration.
    if (space.dimensions === 0) return createFullFidelity(problem, () => ({ configuration: space.defaults() }));
    return createRuns(problem, options, rng);
  },
  warn({ space, workers }, options) {
    if (space.dimensions === 0) return [];
    const size = sizeOf(space, options);
    const how = options.restarts === 'ipop' ? 'idle until restarts have made it larger' : undefined;
    return idleWarnings(`a generation has ${size} evaluations`, size, workers, how);
  },
};
export default cmaEs;

/** Of the first run's generations. */
function sizeOf({ dimensions }: SearchSpace, { populationSize }: CmaEsOptions): number {
  return populationSize ?? defaultPopulation(dimensions);
}

const WAIT: Ask = Object.freeze({ kind: 'wait' });
const DONE: Ask = Object.freeze({ kind: 'done' });

/** One run after the other; a generation is told as a whole before the next is asked for. */
function createRuns(problem: Problem, options: CmaEsOptions, rng: Rng): Optimizer {
  const { space, fidelities } = problem;
  const pending = createPending<readonly [trial: number, individual: Individual]>();
  let trials = 0;
  let restart = 0;
  let run: CmaRun | undefined = open();

  function open(): CmaRun {
    const stream = rng.fork('restart').fork(restart);
    const mean = restart === 0 ? firstMean(problem, options.start, stream) : uniform(space.dimensions, stream);
    const size = sizeOf(space, options);
    const lambda = options.restarts === 'ipop' ? size * 2 ** restart : size;
    const { sigma, integers, boundary } = options;
    const settings = { mean, sigma, lambda, tolerances: options, integers, boundary, origin: { restart } };
    return createCmaRun(space, settings, stream.fork('sampler'));
  }

  function ask(): Ask {
    if (run === undefined) return DONE;
    const individual = run.next();
    if (individual === undefined) return WAIT;
    const { configuration, origin } = individual;
    const suggestion: Suggestion = { trial: trials++, configuration, fidelity: fidelities.highest, origin };
    pending.add([suggestion.trial, individual]);
    return { kind: 'suggest', suggestion };
  }

  function tell(observation: Observation): readonly number[] {
    const [trial, individual] = pending.take(observation.evaluation);
    run?.settle(individual, lossOf(observation));
    if (run?.hasConverged() === true) {
      restart++;
      run = options.restarts === 'none' ? undefined : open();
    }
    return [trial];
  }

  return { ask, tell };
}

function firstMean(problem: Problem, start: CmaEsOptions['start'], rng: Rng): Float64Array {
  const { dimensions } = problem.space;
  if (start === 'uniform') return uniform(dimensions, rng);
  return (start === 'best' ? bestPoint(problem) : undefined) ?? new Float64Array(dimensions).fill(0.5);
}

function uniform(dimensions: number, rng: Rng): Float64Array {
  return Float64Array.from({ length: dimensions }, () => rng.float());
}

/** Of the earlier observations at the highest fidelity; what is inactive there is in the middle. */
function bestPoint(problem: Problem): Float64Array | undefined {
  const earlier = observationsAt(problem.observations, problem.fidelities.highest);
  const best = earlier.reduce((least, observation) => Math.min(least, lossOf(observation)), Infinity);
  const found = best < Infinity ? earlier.find((observation) => lossOf(observation) === best) : undefined;
  const codes = found && problem.space.encode(found.suggestion.configuration);
  return codes?.map((code) => (Number.isNaN(code) ? 0.5 : code));
}
