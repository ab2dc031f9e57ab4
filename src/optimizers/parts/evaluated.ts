import type { Configuration, Fidelity } from '../../core/types.js';
import type { Observation } from '../optimizer.js';
import { lossOf } from './loss.js';
import { observationsAt } from './observations-at.js';

/** A configuration whose evaluation has ended. */
export interface Evaluated {
  readonly configuration: Configuration;
  /** Infinity if it failed. */
  readonly loss: number;
  /** Undefined if it was not this run's. */
  readonly trial?: number;
}

/** What one of this run's evaluations came to. */
export function evaluated(observation: Observation): Evaluated {
  const { configuration, trial } = observation.suggestion;
  return { configuration, trial, loss: lossOf(observation) };
}

/** Earlier observations at one fidelity, in their order; their trials are not this run's. */
export function known(observations: readonly Observation[] | undefined, fidelity: Fidelity): Evaluated[] {
  return observationsAt(observations, fidelity).map((observation) => ({
    configuration: observation.suggestion.configuration,
    loss: lossOf(observation),
  }));
}
