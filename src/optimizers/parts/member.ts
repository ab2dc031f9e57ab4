import type { Configuration, Fidelity, JsonObject, Metrics, Suggestion } from '../../core/types.js';
import type { Observation } from '../optimizer.js';
import { finiteObjectives } from './objectives.js';
import type { Candidate } from './selector.js';

/** A trial that climbs rungs: the state of its latest evaluation. */
export interface Member extends Candidate {
  readonly trial: number;
  readonly configuration: Configuration;
  /** What the sampler said. */
  readonly from: JsonObject | undefined;
  /** Number of its latest completed evaluation; -1 before the first. */
  evaluation: number;
  /** Of the latest evaluation that ended; empty before the first, and after a failure. */
  objectives: readonly number[];
  metrics: Metrics;
}

/** Its evaluation at a level, continued from the last one where that can be. */
export function suggestionOf(
  { trial, configuration, from, evaluation }: Member,
  { fidelity, continues }: { readonly fidelity: Fidelity; readonly continues: boolean },
  place: JsonObject,
): Suggestion {
  const origin = from === undefined ? place : { ...place, ...from };
  return continues && evaluation >= 0
    ? { trial, configuration, fidelity, continues: evaluation, origin }
    : { trial, configuration, fidelity, origin };
}

/** Writes an ending into its member. False if it failed. */
export function settle(member: Member, observation: Observation): boolean {
  const { evaluation, outcome } = observation;
  member.objectives = finiteObjectives(observation);
  if (outcome.status !== 'completed') {
    member.metrics = NO_METRICS;
    return false;
  }
  member.evaluation = evaluation;
  member.metrics = outcome.metrics;
  return true;
}

const NO_METRICS: Metrics = Object.freeze({});
