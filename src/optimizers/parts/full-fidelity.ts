import type { Suggestion } from '../../core/types.js';
import type { Ask, Optimizer, Problem } from '../optimizer.js';
import { createPending } from './pending.js';
import type { Proposal } from './sampler.js';

/**
 * An optimizer that learns nothing: proposals at the highest fidelity, one trial each, until there are no more. Failures
 * are recorded and not repeated.
 * @param next - the next proposal; undefined when there is none, and ever after
 */
export function createFullFidelity(
  { fidelities }: Pick<Problem, 'fidelities'>,
  next: () => Proposal | undefined,
): Optimizer {
  const pending = createPending<number>();
  let trials = 0;
  return {
    ask() {
      const proposal = next();
      if (proposal === undefined) return DONE;
      const { configuration, origin } = proposal;
      const made: Suggestion = { trial: trials++, configuration, fidelity: fidelities.highest };
      pending.add(made.trial);
      return { kind: 'suggest', suggestion: origin === undefined ? made : { ...made, origin } };
    },
    tell: ({ evaluation }) => [pending.take(evaluation)],
  };
}

const DONE: Ask = Object.freeze({ kind: 'done' });
