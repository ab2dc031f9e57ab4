import { bug } from '../../core/errors.js';
import type { Observation } from '../optimizer.js';

/**
 * The objectives of an evaluation; none if it failed.
 * @throws SuiteError of code 'bug' if a completed one has none, or one that is not finite, which would make nonsense of
 * comparisons.
 */
export function finiteObjectives({ evaluation, outcome, objectives }: Observation): readonly number[] {
  if (outcome.status !== 'completed') return NONE;
  let finite = objectives.length > 0;
  for (let i = 0; i < objectives.length; i++) finite &&= Number.isFinite(objectives[i]);
  if (finite) return objectives;
  throw bug(`evaluation ${evaluation} completed with the objectives [${objectives.join(', ')}]`);
}

const NONE: readonly number[] = Object.freeze([]);
