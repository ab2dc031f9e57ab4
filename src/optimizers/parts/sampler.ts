import type { Rng } from '../../core/rng.js';
import type { Configuration, JsonObject } from '../../core/types.js';
import type { SearchSpace } from '../../space/space.js';
import type { Observation } from '../optimizer.js';

/** A configuration, and what the log should say of where it came from. */
export interface Proposal {
  readonly configuration: Configuration;
  /** Small, or absent. */
  readonly origin?: JsonObject;
}

/** The organ that invents configurations; everything that a scheduler knows of the past it is told. */
export interface Sampler {
  /** A new configuration to be evaluated at `level` of the driven fidelity. */
  next(level: number): Proposal;
  /**
   * An evaluation has ended.
   * @param level - of the driven fidelity
   * @param objectives - minimised and finite, in the problem's order; empty if the evaluation failed
   */
  learn(configuration: Configuration, level: number, objectives: readonly number[]): void;
}

/** Independent draws from the space; learns nothing. */
export function uniformSampler(space: SearchSpace, rng: Rng): Sampler {
  return {
    next: () => ({ configuration: space.sample(rng) }),
    learn: () => undefined,
  };
}

/** Warm start: models use earlier observations; rungs ignore them, for their trials are not this run's. */
export function learnEarlier(
  observations: readonly Observation[] | undefined,
  axis: string,
  sampler: Pick<Sampler, 'learn'>,
): void {
  for (const { suggestion, objectives } of observations ?? []) {
    const level = suggestion.fidelity[axis];
    if (level !== undefined) sampler.learn(suggestion.configuration, level, objectives);
  }
}
