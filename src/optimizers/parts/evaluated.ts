import type { Configuration } from '../../core/types.js';
import type { Observation } from '../optimizer.js';
import { lossOf } from './loss.js';

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
  return { ...earlier(observation), trial: observation.suggestion.trial };
}

/** The same of an observation to start from, whose trial is not this run's. */
export function earlier(observation: Observation): Evaluated {
  return { configuration: observation.suggestion.configuration, loss: lossOf(observation) };
}
