import type { Configuration, JsonObject } from '../core/types.js';
import { PARAMETER_TYPES } from '../space/parameter.js';
import type { OptimizerDefinition } from './optimizer.js';
import { evaluated, known, type Evaluated } from './parts/evaluated.js';
import { BY_CHANCE, originFrom } from './parts/parentage.js';
import { createPending } from './parts/pending.js';
import { createTournamentPopulation, REMOVALS, type Removal } from './parts/tournament.js';

interface AgingEvolutionOptions extends JsonObject {
  readonly populationSize: number;
  readonly sampleSize: number;
  readonly replacement: boolean;
  readonly removal: Removal;
}

/**
 * Workers never wait: a child is made of whoever has finished. Age counts from the end of an evaluation, as in Syne Tune, so
 * that it depends on the order of completion. A failure enters the population as its worst member, and ages.
 */
const agingEvolution: OptimizerDefinition<AgingEvolutionOptions> = {
  name: 'aging-evolution',
  source: 'Real, Aggarwal, Huang, Le. Regularized evolution for image classifier architecture search. AAAI 2019',
  summary: 'Mutates the best of a random sample of the last configurations; the oldest leaves (regularized evolution).',
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
      populationSize: { type: 'integer', minimum: 1, default: 100, description: 'P: how many configurations live.' },
      sampleSize: { type: 'integer', minimum: 1, default: 10, description: 'S: how many compete to be a parent.' },
      replacement: {
        type: 'boolean',
        default: true,
        description: 'Whether one may be drawn into a sample twice, as in the authors’ notebook.',
      },
      removal: {
        type: 'string',
        enum: [...REMOVALS],
        default: 'oldest',
        description: 'Who leaves: the oldest, or (without aging) the worst of the sample or of all.',
      },
    },
  },
  create(problem, options, rng) {
    const { space, fidelities } = problem;
    const earlier = known(problem.observations, fidelities.highest);
    const population = createTournamentPopulation(options, rng.fork('population'));
    const [sampling, mutation] = [rng.fork('sampler'), rng.fork('mutation')];
    /** The sample that the parent of each evaluation under way has won. */
    const pending = createPending<readonly Evaluated[]>();
    let random = Math.max(0, options.populationSize - earlier.length);
    let trials = 0;
    for (const each of earlier) population.add(each, NOBODY);

    function next(): { configuration: Configuration; origin: JsonObject; sample: readonly Evaluated[] } {
      if (random === 0 && population.size() > 0) {
        const sample = population.sample();
        const parent = population.best(sample);
        const configuration = space.mutate(parent.configuration, mutation);
        if (configuration !== undefined) return { configuration, origin: originFrom('mutation', parent), sample };
      }
      random = Math.max(0, random - 1);
      return { configuration: space.sample(sampling), origin: BY_CHANCE, sample: NOBODY };
    }

    return {
      ask() {
        const { configuration, origin, sample } = next();
        pending.add(sample);
        const suggestion = { trial: trials++, configuration, fidelity: fidelities.highest, origin };
        return { kind: 'suggest', suggestion };
      },
      tell(observation) {
        population.add(evaluated(observation), pending.take(observation.evaluation));
        return [observation.suggestion.trial];
      },
    };
  },
  warn({ budget }, { populationSize }) {
    const most = Math.min(budget.evaluations ?? Infinity, budget.fullEvaluations ?? Infinity);
    if (populationSize < most) return [];
    return [`its first population of ${populationSize} is drawn at random and takes the whole budget (populationSize)`];
  },
};
export default agingEvolution;

const NOBODY: readonly Evaluated[] = Object.freeze([]);
