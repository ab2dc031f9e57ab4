import { userError } from '../core/errors.js';
import { canonical } from '../core/json.js';
import type { Rng } from '../core/rng.js';
import type { JsonObject } from '../core/types.js';
import { PARAMETER_TYPES } from '../space/parameter.js';
import type { OptimizerDefinition, Problem } from './optimizer.js';
import { createFullFidelity } from './parts/full-fidelity.js';
import { gridCells } from './parts/grid-cells.js';
import { observationsAt } from './parts/observations-at.js';
import type { Proposal } from './parts/sampler.js';
import { shuffle } from './parts/shuffle.js';

interface GridOptions extends JsonObject {
  readonly resolution: number;
  readonly resolutions: Readonly<Record<string, number>>;
  readonly order: 'shuffled' | 'lexicographic';
}

const grid: OptimizerDefinition<GridOptions> = {
  name: 'grid',
  source: 'Larochelle, Erhan, Courville, Bergstra, Bengio. An empirical evaluation of deep architectures. ICML 2007',
  summary: 'Every cell of a grid once, always at the highest fidelity; done after the last.',
  supports: {
    objectives: 'many',
    fidelities: 'none',
    features: true,
    parameters: PARAMETER_TYPES,
  },
  invariance: () => 'rank',
  isSeedless: ({ order }) => order === 'lexicographic',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      resolution: {
        type: 'integer',
        minimum: 1,
        default: 10,
        description: 'Values of each float and integer: equally spaced, both ends among them; 1 is the middle.',
      },
      resolutions: {
        type: 'object',
        additionalProperties: { type: 'integer', minimum: 1 },
        default: {},
        description: 'Another resolution for single parameters, by name.',
      },
      order: {
        type: 'string',
        enum: ['shuffled', 'lexicographic'],
        default: 'shuffled',
        description: 'By the seed, as a budget may end before the grid does; or the last parameter fastest.',
      },
    },
  },
  create(problem, options, rng) {
    const cells = gridCells(problem.space, options);
    const next = options.order === 'lexicographic' ? iterated(cells()) : shuffled(cells, rng.fork('order'));
    return createFullFidelity(problem, withoutKnown(next, problem));
  },
};
export default grid;

type Next = () => Proposal | undefined;

/** Cells are listed before they are shuffled. */
const MOST_CELLS = 100_000;

function iterated(cells: Iterator<Proposal, undefined>): Next {
  return () => cells.next().value;
}

/** Counts at once, so that a plan refuses what is too large, and makes the list when it is first asked for. */
function shuffled(cells: () => Iterator<Proposal, undefined> & Iterable<Proposal>, rng: Rng): Next {
  refuseTooMany(iterated(cells()));
  let list: Proposal[] | undefined;
  let asked = 0;
  return () => {
    if (list === undefined) shuffle((list = [...cells()]), rng);
    return list[asked++];
  };
}

function refuseTooMany(next: Next): void {
  let count = 0;
  while (next() !== undefined) {
    if (++count <= MOST_CELLS) continue;
    throw userError(`the grid has more than ${MOST_CELLS} cells, too many to shuffle`, {
      key: 'resolution',
      mend: 'Lower it, also by `resolutions` for single parameters, or choose `order: lexicographic`.',
    });
  }
}

/** Leaves out the cells that were evaluated before the run began, whether they failed or not. */
function withoutKnown(next: Next, problem: Problem): Next {
  const earlier = observationsAt(problem.observations, problem.fidelities.highest);
  if (earlier.length === 0) return next;
  const known = new Set(earlier.map(({ suggestion }) => canonical(suggestion.configuration)));
  return () => {
    let proposal = next();
    while (proposal !== undefined && known.has(canonical(proposal.configuration))) proposal = next();
    return proposal;
  };
}
