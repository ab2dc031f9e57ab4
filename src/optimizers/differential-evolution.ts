import { userError } from '../core/errors.js';
import type { JsonObject } from '../core/types.js';
import { PARAMETER_TYPES } from '../space/parameter.js';
import type { OptimizerDefinition, Problem } from './optimizer.js';
import type { Challenge } from './parts/challenge.js';
import { known } from './parts/evaluated.js';
import { createGenerations, SELECTIONS, type Selection } from './parts/generations.js';
import { idleWarnings } from './parts/idle-warnings.js';
import { lossOf } from './parts/loss.js';
import { createPending } from './parts/pending.js';
import type { Individual } from './parts/population.js';
import { createVariation, VARIATION_PROPERTIES, type Variation, type VariationOptions } from './parts/variation.js';

type DifferentialEvolutionOptions = VariationOptions &
  JsonObject & {
    readonly populationSize: number;
    readonly selection: Selection;
    readonly targetAsDonor: boolean;
  };

const differentialEvolution: OptimizerDefinition<DifferentialEvolutionOptions> = {
  name: 'differential-evolution',
  source: 'Storn, Price. Differential evolution. J. Global Optimization 11 (1997); as in DEHB 0.1.2 (de.py)',
  summary: 'A population of unit vectors whose differences make offspring that compete with their parents.',
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
      populationSize: { type: 'integer', minimum: 4, default: 20, description: 'How many individuals.' },
      selection: {
        type: 'string',
        enum: [...SELECTIONS],
        default: 'deferred',
        description: 'Whom offspring compete with, and when: all after a generation, or each when it has ended.',
      },
      targetAsDonor: {
        type: 'boolean',
        default: true,
        description: 'Whether the target may be a donor of its own mutant, as in the reference’s plain version.',
      },
      ...VARIATION_PROPERTIES,
    },
  },
  create(problem, options, rng) {
    const variation = createVariation(problem.space, options, rng);
    refuseTooFew(options, variation.donors);
    const first = founders(problem, options.populationSize, variation);
    const generations = createGenerations(first, { ...options, variation }, rng);
    const pending = createPending<Challenge>();
    let trials = 0;
    return {
      ask() {
        const challenge = generations.next();
        if (challenge === undefined) return { kind: 'wait' };
        pending.add(challenge);
        const { candidate, origin } = challenge;
        const { configuration } = candidate;
        const suggestion = { trial: trials++, configuration, fidelity: problem.fidelities.highest, origin };
        return { kind: 'suggest', suggestion };
      },
      tell(observation) {
        const { slot, candidate } = pending.take(observation.evaluation);
        const { trial } = observation.suggestion;
        generations.enter(slot, { ...candidate, loss: lossOf(observation), trial });
        return [trial];
      },
    };
  },
  warn({ workers }, { selection, populationSize }) {
    if (selection !== 'deferred') return [];
    return idleWarnings(`a generation has ${populationSize} evaluations`, populationSize, workers);
  },
};
export default differentialEvolution;

/** The donors of a mutant are all different. */
function refuseTooFew({ populationSize, targetAsDonor, mutation }: DifferentialEvolutionOptions, donors: number): void {
  const needed = targetAsDonor ? donors : donors + 1;
  if (populationSize >= needed) return;
  const mend = `Give it ${needed} individuals, or choose another mutation.`;
  throw userError(`${mutation} takes ${donors} donors out of ${populationSize}`, { key: 'populationSize', mend });
}

/** The best earlier observations at the highest fidelity, and random draws. */
function founders({ observations, fidelities }: Problem, populationSize: number, variation: Variation): Individual[] {
  const earlier = known(observations, fidelities.highest).filter(({ loss }) => loss < Infinity);
  earlier.sort((a, b) => a.loss - b.loss);
  return Array.from({ length: populationSize }, (_, slot) => {
    const found = earlier[slot];
    return found === undefined
      ? { ...variation.random(), loss: Infinity }
      : { ...variation.known(found.configuration), loss: found.loss };
  });
}
