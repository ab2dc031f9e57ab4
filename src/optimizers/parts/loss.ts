import { bug } from '../../core/errors.js';
import type { Observation } from '../optimizer.js';

/**
 * The first objective of an evaluation; Infinity if it failed: ranked last.
 * @throws SuiteError of code 'bug' if a completed one has no finite objective, which would make nonsense of comparisons.
 */
export function lossOf({ evaluation, outcome, objectives }: Observation): number {
  if (outcome.status !== 'completed') return Infinity;
  const loss = objectives[0];
  if (loss !== undefined && Number.isFinite(loss)) return loss;
  throw bug(`evaluation ${evaluation} completed with the objectives [${objectives.join(', ')}]`);
}
