import type { RunLog } from '../../src/log/log.js';
import type { Evaluator } from '../../src/runner/evaluator.js';
import type { Call } from './call-loop.js';

/** Evaluates as a study does: a record, the call with its checks and its deadline, a record. */
export function suiteCall(evaluator: Evaluator, log: RunLog): Call {
  // As a run has one: it interrupts the evaluations.
  const { signal } = new AbortController();
  return async (task, evaluation) => {
    const { configuration, fidelity, seed } = task;
    const trial = evaluation;
    log.append({ record: 'suggested', evaluation, at: 0, worker: 0, trial, fidelity, configuration, seed });
    const outcome = await evaluator.evaluate(task, signal);
    if (outcome.status !== 'completed') throw new Error(`an evaluation ${outcome.status}: ${outcome.message}`);
    const { status, cost, metrics } = outcome;
    log.append({ record: 'observed', evaluation, at: cost, status, cost, metrics });
  };
}
