import type { JsonObject } from '../core/types.js';
import type { SearchSpace } from '../space/space.js';
import type { Rng } from '../core/rng.js';
import { PARAMETER_TYPES } from '../space/parameter.js';
import type { OptimizerDefinition } from './optimizer.js';
import { createFullFidelity } from './parts/full-fidelity.js';
import { legalDecoder } from './parts/legal-decoder.js';
import type { Proposal } from './parts/sampler.js';
import { SCRAMBLES, SOBOL_DIMENSIONS, sobolSequence, type Scramble } from './parts/sobol-sequence.js';

interface SobolOptions extends JsonObject {
  readonly scramble: Scramble;
}

const sobol: OptimizerDefinition<SobolOptions> = {
  name: 'sobol',
  source: "Sobol'. USSR Comput. Math. Math. Phys. 7 (1967); Joe, Kuo. SIAM J. Sci. Comput. 30 (2008); Owen (1995)",
  summary: 'A low-discrepancy sequence over the unit cube, always at the highest fidelity.',
  supports: {
    objectives: 'many',
    fidelities: 'none',
    features: true,
    parameters: PARAMETER_TYPES,
  },
  invariance: () => 'rank',
  isSeedless: ({ scramble }) => scramble === 'none',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      scramble: {
        type: 'string',
        enum: [...SCRAMBLES],
        default: 'owen',
        description:
          'How the seed enters; without a scramble the sequence is always the same and leaves out the origin.',
      },
    },
  },
  create: (problem, { scramble }, rng) => createFullFidelity(problem, sobolProposals(problem.space, scramble, rng)),
};
export default sobol;

/** Forbidden points in a row after which a configuration is drawn from the space instead. */
const TRIES = 10_000;

/**
 * Legal points of the sequence in turn; forbidden ones are passed over. The dimensions for which there are no direction
 * numbers are uniform, and `origin` says how many those are.
 */
function sobolProposals(space: SearchSpace, scramble: Scramble, rng: Rng): () => Proposal {
  const known = Math.min(space.dimensions, SOBOL_DIMENSIONS);
  const unknown = space.dimensions - known;
  const next = sobolSequence(known, scramble, rng.fork('scramble'));
  const decode = legalDecoder(space);
  const rest = rng.fork('rest');
  const point = new Float64Array(space.dimensions);
  let index = 0;
  const draw = (): void => {
    next(point);
    for (let d = known; d < point.length; d++) point[d] = rest.float();
    index++;
  };
  if (scramble === 'none') draw();
  return () => {
    for (let i = 0; i < TRIES; i++) {
      const origin: JsonObject = unknown === 0 ? { point: index } : { point: index, random: unknown };
      draw();
      const configuration = decode(point);
      if (configuration !== undefined) return { configuration, origin };
    }
    return { configuration: space.sample(rest), origin: { random: space.dimensions } };
  };
}
