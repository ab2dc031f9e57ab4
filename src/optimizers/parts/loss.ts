import type { Observation } from '../optimizer.js';
import { finiteObjectives } from './objectives.js';

/**
 * The first objective of an evaluation; Infinity if it failed: ranked last.
 * @throws SuiteError of code 'bug' if a completed one has no finite objective.
 */
export function lossOf(observation: Observation): number {
  const [loss = Infinity] = finiteObjectives(observation);
  return loss;
}
