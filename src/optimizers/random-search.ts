import { canonical } from '../core/json.js';
import type { Configuration, JsonObject } from '../core/types.js';
import { PARAMETER_TYPES } from '../space/parameter.js';
import type { OptimizerDefinition } from './optimizer.js';
import { createFullFidelity } from './parts/full-fidelity.js';

interface RandomSearchOptions extends JsonObject {
  readonly deduplicate: boolean;
}

const randomSearch: OptimizerDefinition<RandomSearchOptions> = {
  name: 'random-search',
  source: 'Bergstra, Bengio. Random search for hyper-parameter optimization. JMLR 13 (2012)',
  summary: 'Independent draws from the space, always at the highest fidelity.',
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
      deduplicate: {
        type: 'boolean',
        default: false,
        description: 'Draw again, up to 100 times, what was asked before: for small tables.',
      },
    },
  },
  create({ space, fidelities, observations = [] }, { deduplicate }, rng) {
    // The label of Hyperband's sampler: at the same seed both draw the same configurations.
    const stream = rng.fork('sampler');
    const seen = observations.map(({ suggestion }) => suggestion.configuration);
    const draw = deduplicate ? withoutRepeats(() => space.sample(stream), seen) : () => space.sample(stream);
    return createFullFidelity({ fidelities }, () => ({ configuration: draw() }));
  },
};
export default randomSearch;

const ATTEMPTS = 100;

/** Draws again what was drawn before or is in `seen`; gives up after 100 repeats in a row, when a space is exhausted. */
function withoutRepeats(draw: () => Configuration, seen: readonly Configuration[]): () => Configuration {
  const keys = new Set(seen.map(canonical));
  return () => {
    let configuration = draw();
    for (let i = 0; i < ATTEMPTS && keys.has(canonical(configuration)); i++) configuration = draw();
    keys.add(canonical(configuration));
    return configuration;
  };
}
