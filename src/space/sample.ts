import { userError } from '../core/errors.js';
import type { Rng } from '../core/rng.js';
import type { Configuration, Value } from '../core/types.js';
import { isForbidden, type Column, type CompiledSpace } from './compile.js';

/** Enough for a legal share of one in a thousand, with a chance of failure below 1e-4. */
const TRIES = 10_000;

/**
 * Draws from the prior: parents first, children only when active (random search, A1 of the optimizers' specification). A
 * forbidden configuration is drawn again as a whole, so that the legal ones keep their relative probabilities.
 */
export function sampler(space: CompiledSpace): (rng: Rng) => Configuration {
  return (rng) => {
    for (let i = 0; i < TRIES; i++) {
      const configuration = draw(space.order, rng);
      if (!isForbidden(space, configuration)) return configuration;
    }
    throw userError(`none of ${TRIES} random configurations was legal: the forbidden clauses leave too little`, {
      key: 'forbidden',
      mend: 'Forbid less, or narrow the parameters so that most configurations are legal.',
    });
  };
}

function draw(order: readonly Column[], rng: Rng): Configuration {
  const configuration: Record<string, Value> = {};
  for (let i = 0; i < order.length; i++) {
    const column = order[i] as Column;
    if (column.active !== undefined && !column.active(configuration)) continue;
    configuration[column.name] = column.draw(rng);
  }
  return configuration;
}
