import type { JsonObject } from '../core/types.js';
import { type Parameter, PARAMETER_TYPES } from '../space/parameter.js';
import type { OptimizerDefinition } from './optimizer.js';
import { evaluated, known } from './parts/evaluated.js';
import { idleWarnings } from './parts/idle-warnings.js';
import { ACCEPTANCES, createLocalWalk, RESTARTS, type WalkOptions, type WalkRound } from './parts/local-walk.js';
import { createPending } from './parts/pending.js';

type LocalSearchOptions = WalkOptions & JsonObject;

/** Several workers evaluate neighbours of one centre. They wait for its last ones, and for a new start. */
const localSearch: OptimizerDefinition<LocalSearchOptions> = {
  name: 'local-search',
  source:
    'Hutter, Hoos, Leyton-Brown, Stützle. ParamILS. JAIR 36 (2009), Algorithm 1; neighbourhood of SMAC (LION 2011)',
  summary: 'Climbs by single exchanges to a local optimum, then starts anew or from a perturbation.',
  supports: {
    objectives: 'one',
    fidelities: 'none',
    features: false,
    parameters: PARAMETER_TYPES,
  },
  invariance: () => 'rank',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      acceptance: {
        type: 'string',
        enum: [...ACCEPTANCES],
        default: 'first',
        description: 'Moves to the first neighbour that is better, or to the best when all have been evaluated.',
      },
      initial: {
        type: 'integer',
        minimum: 1,
        default: 1,
        description: 'Random configurations of a start; the best of them is the centre.',
      },
      restart: {
        type: 'string',
        enum: [...RESTARTS],
        default: 'random',
        description: 'After a local optimum: a random start, or a perturbation of the best optimum since the last one.',
      },
      perturbations: {
        type: 'integer',
        minimum: 1,
        default: 3,
        description: 'Parameters that a perturbation changes, one after the other.',
      },
      restartProbability: {
        type: 'number',
        minimum: 0,
        maximum: 1,
        default: 0.01,
        description: 'Chance of a random start where a perturbation was due.',
      },
      draws: { type: 'integer', minimum: 1, default: 4, description: 'Neighbours of a float or an integer.' },
      deviation: {
        type: 'number',
        exclusiveMinimum: 0,
        default: 0.2,
        description: 'Standard deviation of a number’s neighbours in the unit interval.',
      },
    },
  },
  create(problem, options, rng) {
    const { space, fidelities } = problem;
    const walk = createLocalWalk(space, { ...options, known: known(problem.observations, fidelities.highest) }, rng);
    const pending = createPending<WalkRound>();
    let trials = 0;
    return {
      ask() {
        const step = walk.next();
        if (step === undefined) return { kind: 'wait' };
        const { configuration, origin } = step;
        pending.add(step.round);
        const suggestion = { trial: trials++, configuration, fidelity: fidelities.highest, origin };
        return { kind: 'suggest', suggestion };
      },
      tell(observation) {
        walk.learn(pending.take(observation.evaluation), evaluated(observation));
        return [observation.suggestion.trial];
      },
    };
  },
  warn({ space, workers }, { initial, draws }) {
    const most = space.axes.reduce((sum, parameter) => sum + mostNeighbours(parameter, draws), 0);
    // Those of an old centre are under way for a while beside those of the new one.
    if (initial > most) return idleWarnings(`a start has ${initial} evaluations`, initial, workers, 'mostly idle');
    return idleWarnings(`a configuration has no more than ${most} neighbours`, most, workers, 'mostly idle');
  },
};
export default localSearch;

/** How many one parameter makes, as the space's `neighbours` has it. */
function mostNeighbours(parameter: Parameter, draws: number): number {
  switch (parameter.type) {
    case 'categorical':
      return parameter.choices.length - 1;
    case 'ordinal':
      return Math.min(parameter.sequence.length - 1, 2);
    case 'integer':
      return Math.min(parameter.upper - parameter.lower, draws);
    case 'float':
      return draws;
    case 'constant':
      return 0;
  }
}
