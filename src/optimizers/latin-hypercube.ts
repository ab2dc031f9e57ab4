import type { Rng } from '../core/rng.js';
import type { JsonObject } from '../core/types.js';
import { PARAMETER_TYPES } from '../space/parameter.js';
import type { SearchSpace } from '../space/space.js';
import type { OptimizerDefinition, Problem } from './optimizer.js';
import { createFullFidelity } from './parts/full-fidelity.js';
import { latinHypercube } from './parts/latin-hypercube.js';
import { legalDecoder } from './parts/legal-decoder.js';
import type { Proposal } from './parts/sampler.js';

interface LatinHypercubeOptions extends JsonObject {
  readonly points?: number;
  readonly pointsPerDimension: number;
}

const definition: OptimizerDefinition<LatinHypercubeOptions> = {
  name: 'latin-hypercube',
  source: 'McKay, Beckman, Conover. A comparison of three methods for selecting values. Technometrics 21 (1979)',
  summary: 'Latin hypercubes: every stratum of every parameter once, always at the highest fidelity.',
  supports: {
    objectives: 'many',
    fidelities: 'none',
    features: true,
    parameters: PARAMETER_TYPES,
  },
  invariance: () => 'rank',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      points: {
        type: 'integer',
        minimum: 1,
        maximum: 65_536,
        description: 'Points of a design; as many as the budget allows evaluations by default. Another design follows.',
      },
      pointsPerDimension: {
        type: 'integer',
        minimum: 1,
        default: 10,
        description: 'Points of a design for each parameter, where neither `points` nor the budget counts evaluations.',
      },
    },
  },
  create(problem, options, rng) {
    const size = Math.min(options.points ?? wholeDesign(problem, options.pointsPerDimension), MOST_POINTS);
    return createFullFidelity(problem, designs(problem.space, size, rng));
  },
};
export default definition;

/** A design is made as a whole: a budget of a million evaluations is spent on several. */
const MOST_POINTS = 65_536;

function wholeDesign({ budget, space }: Problem, perDimension: number): number {
  const { evaluations = Infinity, fullEvaluations = Infinity } = budget;
  const affordable = Math.floor(Math.min(evaluations, fullEvaluations));
  return Math.max(1, Number.isFinite(affordable) ? affordable : perDimension * space.dimensions);
}

/** The points of one independent design after the other. What would be forbidden is drawn from the space instead. */
function designs(space: SearchSpace, size: number, rng: Rng): () => Proposal {
  const decode = legalDecoder(space);
  const { dimensions } = space;
  let points: Float64Array = new Float64Array();
  let asked = 0;
  return () => {
    const [design, point] = [Math.floor(asked / size), asked % size];
    asked++;
    if (point === 0) points = latinHypercube(size, dimensions, rng.fork('design').fork(design));
    const code = points.subarray(point * dimensions, (point + 1) * dimensions);
    const configuration = decode(code);
    if (configuration !== undefined) return { configuration, origin: { design, point } };
    return { configuration: space.sample(rng.fork('redrawn').fork(asked)), origin: { design, point, redrawn: true } };
  };
}
